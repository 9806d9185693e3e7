package dev.costate.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Batch;
import dev.costate.compiler.loop.Formats;
import dev.costate.compiler.loop.Method;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the class of one unit, and the classes that take the methods it has no room for. Long, since all that is in
 * the class is put together here: fields, constructor, checks, methods.
 */
final class UnitWriter {
    private static final JavaExpression MODEL = Java.name("model");

    private final Model model;
    private final ModelNames names;
    private final Prover prover;
    private final ClassName self;
    private final UnitContext context;
    private final UnitMethods methods;
    private final UnitArrays arrays;

    /**
     * @param forward the forward unit's fields, for a backward one
     * @param preparations where the unit finds what depends on data alone
     * @param formats in which numbers it computes
     * @param traced whether each operation tells what it gives
     */
    UnitWriter(
            Model model,
            ModelNames names,
            String packageName,
            Unit unit,
            @Nullable UnitFields forward,
            Preparations preparations,
            Formats formats,
            boolean traced) {
        this.model = model;
        this.names = names;
        this.prover = model.prover();
        this.self = ClassName.get(packageName, names.type());
        this.methods = new UnitMethods(unit);
        formats.store(methods.shared());
        String className = UnitContext.className(model, names, unit);
        UnitFields kept = unit.kind() == Unit.Kind.BACKWARD ? forward : null;
        Set<String> forwards = new HashSet<>(preparations.fields());
        if (kept != null) {
            forwards.addAll(kept.named().values());
        }
        UnitFields fields = new UnitFields(unit, name -> names.isVariable(name) || forwards.contains(name));
        Set<String> taken = new HashSet<>(forwards);
        taken.addAll(fields.named().values());
        Map<Atom.Widest, String> widths =
                Room.fields(places(fields, kept), new Names(name -> names.isVariable(name) || taken.contains(name)));
        this.context = new UnitContext(
                names,
                unit,
                className,
                fields,
                kept,
                preparations,
                reserved(fields, kept, widths, preparations),
                new SharedLocals(
                        methods.shared(),
                        name -> names.isVariable(name) || taken.contains(name) || widths.containsValue(name)),
                widths,
                methods.classes(className, names),
                new HashSet<>(),
                formats,
                traced);
        this.arrays = new UnitArrays(context, names, prover);
    }

    private static List<Place> places(UnitFields fields, @Nullable UnitFields kept) {
        List<Place> places = new ArrayList<>(fields.named().keySet());
        if (kept != null) {
            places.addAll(kept.named().keySet());
        }
        return places;
    }

    /** Arrays become locals of the same name; scalars are reached through their object. */
    private static Set<String> reserved(
            UnitFields fields, @Nullable UnitFields kept, Map<Atom.Widest, String> widths, Preparations preparations) {
        Set<String> reserved = new HashSet<>(widths.values());
        reserved.addAll(preparations.fields());
        for (UnitFields named : kept == null ? List.of(fields) : List.of(fields, kept)) {
            named.named().forEach((place, name) -> {
                if (!place.shape().isEmpty()) {
                    reserved.add(name);
                }
            });
        }
        return reserved;
    }

    UnitFields fields() {
        return context.fields();
    }

    /**
     * The class of the unit.
     *
     * @param files takes the classes with the methods it has no room for, one after the other so that not all of them
     *     are there at once
     */
    TypeSpec write(Consumer<TypeSpec> files) {
        String unit = context.className();
        List<MethodSpec> own = new ArrayList<>();
        String name = unit;
        TypeSpec.Builder more = null;
        for (Method method : methods.others()) {
            String of = context.classOf().getOrDefault(method.number(), unit);
            if (of.equals(unit)) {
                own.add(method(method, of, List.of()));
                continue;
            }
            if (more == null || !of.equals(name)) {
                if (more != null) {
                    files.accept(more.build());
                }
                more = chunk(of);
                name = of;
            }
            more.addMethod(method(method, of, List.of()));
        }
        if (more != null) {
            files.accept(more.build());
        }
        return unitClass(own);
    }

    private TypeSpec.Builder chunk(String name) {
        return TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .addAnnotation(PoetTypes.generated(model.name()))
                .addJavadoc("More methods of {@link $L.$L}.\n", names.type(), context.className())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
    }

    /** @param others those that it has besides the one that runs all */
    private TypeSpec unitClass(List<MethodSpec> others) {
        TypeSpec.Builder type = TypeSpec.classBuilder(context.className())
                .addModifiers(context.isPublic() ? new Modifier[] {Modifier.PUBLIC} : new Modifier[0])
                .addModifiers(Modifier.STATIC, Modifier.FINAL)
                .superclass(superclass())
                .addJavadoc("$L", UnitDoc.of(model, context));
        if (context.kept() != null) {
            type.addField(self.nestedClass(names.type("Forward")), "forward", Modifier.FINAL);
        }
        context.fields().named().forEach((place, name) -> type.addField(field(place, name)));
        context.widths().values().forEach(name -> type.addField(TypeName.INT, name));
        if (context.fields().slots() > 0) {
            type.addField(array("scalars", context.fields().slots()));
        }
        if (roundsPoint()) {
            type.addField(FieldSpec.builder(PoetTypes.FLOATS, ModelNames.ROUNDED, Modifier.FINAL)
                    .initializer("new float[model.dimension()]")
                    .build());
        }
        SharedLocals shared = context.shared();
        shared.named()
                .forEach((local, name) -> type.addField(SharedLocals.type(local).typeName(), name));
        if (shared.hasArray(false)) {
            type.addField(array("work", shared.slots()));
        }
        if (shared.hasArray(true)) {
            type.addField(PoetTypes.SETS, "sets", Modifier.FINAL);
        }
        if (context.isPattern() && !context.widths().isEmpty()) {
            type.addField(PoetTypes.className("IndexSets"), "indices", Modifier.FINAL);
        }
        List<JavaStatement> room = context.widths().isEmpty() ? List.of() : Room.body(context);
        Method finish = methods.finish();
        MethodSpec last = finish == null ? null : method(finish, context.className(), List.of());
        // Printed last, when it is known what the other methods read.
        MethodSpec root =
                method(methods.root(), context.className(), room.isEmpty() ? List.of() : List.of(Room.METHOD));
        type.addMethod(constructor());
        if (last == null) {
            type.addMethod(root);
        } else {
            new BatchWriter(context, self).write(type, root, last);
        }
        if (!room.isEmpty()) {
            type.addMethod(MethodSpec.methodBuilder(Room.METHOD)
                    .addModifiers(Modifier.PRIVATE)
                    .addJavadoc("Makes room for what is as long as integer data say.\n")
                    .addCode(JavaPrinter.print(room, JavaPrinter.NESTED))
                    .build());
        }
        others.forEach(type::addMethod);
        if (arrays.areMany()) {
            arrays.methods().forEach(type::addMethod);
        }
        return type.build();
    }

    /**
     * Statements that hold the arguments and the data against what all methods read.
     *
     * @param checked the data that the method checks where it takes it
     */
    private List<JavaStatement> checks(Set<Tensor> checked) {
        List<JavaStatement> checks = new ArrayList<>();
        if (context.isAtPoint()) {
            checks.add(new JavaStatement.Evaluate(
                    Java.call("Checks", "vector", Java.string("theta"), Java.name("theta"), MODEL.call("dimension"))));
        }
        if (roundsPoint()) {
            checks.add(new JavaStatement.Evaluate(
                    Java.call("FloatKernels", "round", Java.name("theta"), Java.name(ModelNames.ROUNDED))));
        }
        Defaults defaults = new Defaults(model);
        for (Tensor input : model.inputs()) {
            if (context.inputs().contains(input) && defaults.mustBeGiven(input) && !checked.contains(input)) {
                checks.add(new JavaStatement.Evaluate(check(input)));
            }
        }
        return checks;
    }

    private boolean roundsPoint() {
        return context.formats().roundsPoint(context.unit().body());
    }

    private TypeName superclass() {
        return context.unit().batch() != null
                ? BatchWriter.superclass(self, self.nestedClass(context.className()))
                : PoetTypes.parameterized(isOfData() ? "Preparation" : "ModelPass", self);
    }

    private static FieldSpec array(String name, int length) {
        return FieldSpec.builder(PoetTypes.DOUBLES, name, Modifier.FINAL)
                .initializer("new double[$L]", length)
                .build();
    }

    /** Data with the check that it is there; null for data that needs none. */
    private @Nullable JavaExpression bound(Tensor input) {
        return new Defaults(model).mustBeGiven(input) ? check(input) : null;
    }

    private JavaExpression check(Tensor input) {
        String setter = names.setter(input);
        List<JavaExpression> arguments = new ArrayList<>();
        arguments.add(Java.string(input.name()));
        if (!setter.equals(input.name())) {
            arguments.add(Java.string(setter));
        }
        arguments.add(MODEL.member(names.path(input)));
        if (input.shape().isEmpty()) {
            arguments.add(MODEL.member(names.givenPath(input)));
        }
        return MODEL.call("bound", arguments.toArray(JavaExpression[]::new));
    }

    /** What the unit computes for others is public; what it assigns anew is not final. */
    private FieldSpec field(Place place, String name) {
        FieldSpec.Builder field = FieldSpec.builder(type(place), name);
        String doc = place.tensor().doc();
        if (context.isPublic() && context.unit().outputs().containsValue(place)) {
            field.addModifiers(Modifier.PUBLIC)
                    .addJavadoc(
                            "$L",
                            "{@code " + place.tensor().name() + "}, " + names.shape(place.shape()) + Doc.remark(doc)
                                    + ".\n");
        } else if (doc != null) {
            field.addJavadoc("$L", Escape.javadoc(doc) + "\n");
        }
        if (!place.shape().isEmpty()) {
            if (!Room.isNeeded(place) && !arrays.areMany()) {
                field.addModifiers(Modifier.FINAL);
            }
            if (!UnitArrays.isOfSets(place) && !arrays.areMany() && !isShared(place)) {
                int before = ("final " + type(place) + " " + name + " = ").length();
                field.initializer(JavaPrinter.print(arrays.initial(place), JavaPrinter.METHOD + before));
            }
        }
        return field.build();
    }

    /** Whether all who add up ranges of a batch have it together. */
    private boolean isShared(Place place) {
        Batch batch = context.unit().batch();
        return batch != null && batch.shared().contains(place);
    }

    private boolean isOfData() {
        return context.unit().kind() == Unit.Kind.DATA;
    }

    private MethodSpec constructor() {
        List<JavaStatement> body = new ArrayList<>();
        JavaExpression indices = Java.name("indices");
        MethodSpec.Builder method = MethodSpec.constructorBuilder().addParameter(self, "model");
        if (context.isPublic()) {
            method.addModifiers(Modifier.PUBLIC)
                    .addJavadoc("Makes room for what is computed.\n@param model holds sizes and data\n");
        }
        body.add(new JavaStatement.Evaluate(Java.call("super", List.of(MODEL))));
        if (context.isPublic() && context.kept() != null) {
            method.addJavadoc("@param forward runs before, at the same point\n");
        }
        if (context.kept() != null) {
            method.addParameter(self.nestedClass(names.type("Forward")), "forward");
            body.add(JavaStatement.set(Java.THIS.member("forward"), Java.name("forward")));
        }
        if (arrays.areMany()) {
            arrays.methods().forEach(group -> body.add(called(group.name())));
        }
        context.fields().named().forEach((place, name) -> {
            if (isShared(place) && !arrays.areMany()) {
                body.add(JavaStatement.set(Java.name(name), arrays.initial(place)));
            }
        });
        if (context.isPattern()) {
            method.addParameter(PoetTypes.className("IndexSets"), "indices");
        }
        if (context.isPattern() && !context.widths().isEmpty()) {
            body.add(JavaStatement.set(Java.THIS.member("indices"), indices));
        }
        if (context.shared().hasArray(true)) {
            JavaExpression count = Java.integer(context.shared().slots());
            body.add(JavaStatement.set(Java.name("sets"), indices.call("array", Java.string("sets"), count)));
        }
        context.fields().named().forEach((place, name) -> {
            if (UnitArrays.isOfSets(place)) {
                JavaExpression of = Java.string(place.tensor().origin().name());
                body.add(JavaStatement.set(Java.name(name), indices.call("array", of, arrays.size(place))));
            }
        });
        return method.addCode(JavaPrinter.print(body, JavaPrinter.NESTED)).build();
    }

    private static JavaStatement called(String method) {
        return new JavaStatement.Evaluate(Java.call(method, List.of()));
    }

    private TypeName type(Place place) {
        TypeName element = context.elements(place).typeName();
        if (place.shape().isEmpty()) {
            return element;
        } else if (place.sums().hasObjects() || place.isPacked()) {
            return context.array(place).typeName();
        }
        TypeName array = ArrayTypeName.of(element);
        TypeName rows = place.hasRows() ? ArrayTypeName.of(array) : array;
        return place.isInBlocks() ? ArrayTypeName.of(rows) : rows;
    }

    private static TypeName type(Argument argument) {
        return switch (argument.type()) {
            case NUMBER -> TypeName.DOUBLE;
            case NUMBERS -> PoetTypes.DOUBLES;
            case INTEGERS -> ArrayTypeName.of(TypeName.INT);
            case SETS -> PoetTypes.SETS;
        };
    }

    /** @param first the methods that it calls first */
    private MethodSpec method(Method of, String className, List<String> first) {
        boolean own = className.equals(context.className());
        boolean root = of.number() == Method.RUN;
        int margin = own ? JavaPrinter.NESTED : JavaPrinter.METHOD;
        MethodBody body = new MethodBody(
                context,
                className,
                own ? Java.THIS : Java.name("unit"),
                root && first.isEmpty() ? this::bound : input -> null);
        MethodSpec.Builder method =
                MethodSpec.methodBuilder(UnitMethods.name(of)).returns(TypeName.VOID);
        boolean documented = root && context.isPublic();
        if (documented) {
            method.addModifiers(Modifier.PUBLIC).addJavadoc("Computes at a point.\n@param theta the parameters\n");
        }
        if (root && (isOfData() || context.unit().batch() != null)) {
            method.addAnnotation(Override.class).addModifiers(Modifier.PROTECTED);
        }
        if (!own) {
            method.addModifiers(Modifier.STATIC).addParameter(self.nestedClass(context.className()), "unit");
        }
        if (context.isAtPoint()) {
            method.addParameter(PoetTypes.DOUBLES, "theta");
        }
        for (Argument argument : context.unit().arguments()) {
            method.addParameter(type(argument), argument.name());
            if (documented) {
                method.addJavadoc("$L", "@param " + argument.name() + " " + UnitDoc.of(argument) + "\n");
            }
        }
        for (String index : body.parameters(of.around())) {
            method.addParameter(TypeName.INT, index);
        }
        List<JavaStatement> statements = body.of(of.body());
        if (root) {
            List<JavaStatement> before = checks(body.checked());
            first.forEach(called -> before.add(called(called)));
            method.addCode(JavaPrinter.print(before, margin));
        }
        return method.addCode(JavaPrinter.print(statements, margin)).build();
    }
}
