package dev.costate.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Argument;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Writes the class of one unit, and the classes that take the methods it has no room for. */
final class UnitWriter {
    static final TypeName DOUBLES = ArrayTypeName.of(TypeName.DOUBLE);
    static final TypeName SETS = ArrayTypeName.of(Blocks.className("IndexSet"));

    private final Model model;
    private final ModelNames names;
    private final Prover prover;
    private final String packageName;
    private final UnitContext context;
    private final Split split;

    /** @param forward the forward unit's fields, for a backward one */
    UnitWriter(Model model, ModelNames names, String packageName, Unit unit, @Nullable UnitFields forward) {
        this.model = model;
        this.names = names;
        this.prover = model.prover();
        this.packageName = packageName;
        this.split = MethodSplitter.split(unit.body());
        String className = className(model, names, unit);
        UnitFields kept = unit.kind() == Unit.Kind.BACKWARD ? forward : null;
        Set<String> forwards =
                kept == null ? Set.of() : new HashSet<>(kept.named().values());
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
                reserved(fields, kept, widths),
                split.slots(),
                widths,
                Chunks.of(split, className, names));
    }

    private static List<Place> places(UnitFields fields, @Nullable UnitFields kept) {
        List<Place> places = new ArrayList<>(fields.named().keySet());
        if (kept != null) {
            places.addAll(kept.named().keySet());
        }
        return places;
    }

    /** Arrays become locals of the same name; scalars are reached through their object. */
    private static Set<String> reserved(UnitFields fields, @Nullable UnitFields kept, Map<Atom.Widest, String> widths) {
        Set<String> reserved = new HashSet<>(widths.values());
        for (UnitFields named : kept == null ? List.of(fields) : List.of(fields, kept)) {
            named.named().forEach((place, name) -> {
                if (!place.shape().isEmpty()) {
                    reserved.add(name);
                }
            });
        }
        return reserved;
    }

    /** The class of a unit: the model's name, what it computes, and of which derivative if there are several. */
    static String className(Model model, ModelNames names, Unit unit) {
        return names.type(UnitContext.derivative(model, unit)
                .map(d -> title(d, unit) + names.suffix(d))
                .orElse("Forward"));
    }

    private static String title(Model.Derivative derivative, Unit unit) {
        String title = derivative.title();
        String again = derivative.form().again();
        if (unit.kind() == Unit.Kind.PATTERN) {
            return title + "Pattern";
        } else if (unit.kind() != Unit.Kind.BACKWARD || again == null) {
            return title;
        }
        return again.equals(title) ? title + "Half" : again;
    }

    UnitFields fields() {
        return context.fields();
    }

    /** Hands on the classes, the unit's first, one after the other so that not all of them are there at once. */
    void write(Consumer<TypeSpec> classes) {
        String name = context.className();
        TypeSpec.Builder type = unitClass();
        for (Part part : split.parts()) {
            String own = context.classOf().getOrDefault(part.number(), name);
            if (!own.equals(name)) {
                classes.accept(type.build());
                name = own;
                type = chunk(name);
            }
            type.addMethod(method(part, name, false));
        }
        classes.accept(type.build());
    }

    private TypeSpec.Builder chunk(String name) {
        return TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .addAnnotation(ModelWriter.generated(model))
                .addJavadoc("More methods of {@link $L}.\n", context.className())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
    }

    private TypeSpec.Builder unitClass() {
        TypeSpec.Builder type = TypeSpec.classBuilder(context.className())
                .addModifiers(Modifier.FINAL)
                .addAnnotation(ModelWriter.generated(model))
                .addJavadoc("$L", UnitDoc.of(model, context));
        type.addField(ClassName.get(packageName, names.type()), "model", Modifier.FINAL);
        if (context.kept() != null) {
            type.addField(ClassName.get(packageName, names.type("Forward")), "forward", Modifier.FINAL);
        }
        context.fields()
                .named()
                .forEach((place, name) -> type.addField(
                        type(place),
                        name,
                        place.shape().isEmpty() || Room.isNeeded(place)
                                ? new Modifier[0]
                                : new Modifier[] {Modifier.FINAL}));
        context.widths().values().forEach(name -> type.addField(TypeName.INT, name));
        if (context.fields().slots() > 0) {
            type.addField(DOUBLES, "scalars", Modifier.FINAL);
        }
        if (hasWork()) {
            type.addField(DOUBLES, "work", Modifier.FINAL);
        }
        if (hasSets()) {
            type.addField(SETS, "sets", Modifier.FINAL);
        }
        if (!context.isAtPoint() && !context.widths().isEmpty()) {
            type.addField(Blocks.className("IndexSets"), "indices", Modifier.FINAL);
        }
        type.addMethod(constructor()).addMethod(method(split.root(), context.className(), true));
        if (!context.widths().isEmpty()) {
            type.addMethod(MethodSpec.methodBuilder(Room.METHOD)
                    .addModifiers(Modifier.PRIVATE)
                    .addJavadoc("Makes room for what is as long as integer data say.\n")
                    .addCode(Blocks.of(Room.body(context)))
                    .build());
        }
        return type;
    }

    private boolean hasSets() {
        return split.slots().keySet().stream().anyMatch(local -> local.kind() == Op.Kind.SET);
    }

    private boolean hasWork() {
        return split.slots().keySet().stream().anyMatch(local -> local.kind() != Op.Kind.SET);
    }

    private MethodSpec constructor() {
        Lines lines = new Lines(2 * Lines.INDENT);
        MethodSpec.Builder method =
                MethodSpec.constructorBuilder().addParameter(ClassName.get(packageName, names.type()), "model");
        lines.add("this.model = model;");
        if (context.kept() != null) {
            method.addParameter(ClassName.get(packageName, names.type("Forward")), "forward");
            lines.add("this.forward = forward;");
        }
        if (!context.isAtPoint()) {
            method.addParameter(Blocks.className("IndexSets"), "indices");
        }
        if (!context.isAtPoint() && !context.widths().isEmpty()) {
            lines.add("this.indices = indices;");
        }
        if (hasSets()) {
            lines.add("this.sets = indices.array(\"sets\", " + split.slots().size() + ");");
        }
        context.fields().named().forEach((place, name) -> {
            if (!place.shape().isEmpty()) {
                boolean sets = place.tensor().type() == Tensor.Type.SET;
                lines.add("this." + name + " = "
                        + (sets
                                ? "indices.array(\"" + place.tensor().origin().name() + "\", " + size(place) + ")"
                                : "new double[" + size(place) + "]")
                        + ";");
            }
        });
        if (context.fields().slots() > 0) {
            lines.add("this.scalars = new double[" + context.fields().slots() + "];");
        }
        if (hasWork()) {
            lines.add("this.work = new double[" + split.slots().size() + "];");
        }
        return method.addCode(Blocks.of(lines.toString())).build();
    }

    private String size(Place place) {
        if (Room.isNeeded(place)) {
            return "0";
        }
        Integers integers = new Integers(dim -> "model." + names.dim(dim));
        List<Poly> shape = place.shape().stream().map(this::notNegative).toList();
        if (shape.stream().allMatch(Poly::isConstant)) {
            return integers.print(ModelNames.product(shape)).text();
        }
        return Blocks.type("Checks") + ".count(\"" + place.tensor().name() + "\", " + Sizes.shape(shape, integers)
                + ")";
    }

    /** An axis, over nothing where the loops that would write it run over nothing. */
    private Poly notNegative(Poly axis) {
        return prover.nonNegative(axis, Facts.NONE) ? axis : Poly.apply(Atom.Function.MAX, Poly.ZERO, axis);
    }

    private static TypeName type(Place place) {
        boolean sets = place.tensor().type() == Tensor.Type.SET;
        if (place.shape().isEmpty()) {
            return sets ? Blocks.className("IndexSet") : TypeName.DOUBLE;
        }
        return sets ? SETS : DOUBLES;
    }

    private static TypeName type(Argument argument) {
        return switch (argument.type()) {
            case NUMBER -> TypeName.DOUBLE;
            case NUMBERS -> DOUBLES;
            case INTEGERS -> ArrayTypeName.of(TypeName.INT);
            case SETS -> SETS;
        };
    }

    private MethodSpec method(Part part, String className, boolean root) {
        boolean own = className.equals(context.className());
        MethodPrinter printer = new MethodPrinter(context, className, own ? "this" : "unit");
        MethodSpec.Builder method = MethodSpec.methodBuilder(part.name()).returns(TypeName.VOID);
        if (!own) {
            method.addModifiers(Modifier.STATIC).addParameter(ClassName.get(packageName, context.className()), "unit");
        }
        if (context.isAtPoint()) {
            method.addParameter(DOUBLES, "theta");
        }
        for (Argument argument : context.unit().arguments()) {
            method.addParameter(type(argument), argument.name());
        }
        for (String index : printer.parameters(part.ranges())) {
            method.addParameter(TypeName.INT, index);
        }
        if (root && !context.widths().isEmpty()) {
            method.addStatement("$L()", Room.METHOD);
        }
        return method.addCode(Blocks.of(printer.print(part.steps()))).build();
    }
}
