package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.java.JavaType;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the public class of a model: sizes, data, the layout of the parameters, values and gradients. Long, since all
 * that is in the class is put together here.
 */
final class ModelWriter {
    private static final int SMALL = 1 << 20;

    private final Model model;
    private final ModelNames names;
    private final ClassName self;
    private final List<Unit> units;
    private final IdentityHashMap<Unit, UnitFields> fields;
    private final BindingWriter binding;
    private final List<Unit> preparations;
    private final NoiseWriter noise;
    private final Integers integers;
    private final List<Companion> companions;
    private final Map<String, Poly> operations;
    private final ArithmeticMode arithmetic;
    private final BoundWriter bounds;
    private final DataDomains domains;

    /**
     * @param fields how the fields of each unit are called
     * @param companions the classes that read its data
     * @param arithmetic how it computes
     */
    ModelWriter(
            Model model,
            ModelNames names,
            String packageName,
            List<Unit> units,
            IdentityHashMap<Unit, UnitFields> fields,
            List<Companion> companions,
            Map<String, Poly> operations,
            ArithmeticMode arithmetic) {
        this.model = model;
        this.names = names;
        this.self = ClassName.get(packageName, names.type());
        this.units = units;
        this.fields = fields;
        this.preparations =
                units.stream().filter(unit -> unit.kind() == Unit.Kind.DATA).toList();
        this.bounds = new BoundWriter(model, names, companions);
        this.domains = new DataDomains(model, names, bounds);
        this.binding = new BindingWriter(
                names, self, new Defaults(model), sparse(model), preparations, companions, domains, model.isFloat());
        this.companions = companions;
        this.operations = operations;
        this.arithmetic = arithmetic;
        this.noise = new NoiseWriter(model, names);
        this.integers = names.integers();
    }

    /** @param nested the classes of the units */
    TypeSpec write(List<TypeSpec> nested) {
        TypeSpec.Builder type = TypeSpec.classBuilder(self)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(evaluator("CompiledModel", self))
                .addAnnotation(PoetTypes.generated(model.name()))
                .addJavadoc("$L", new ModelDoc(model, names, operations).text(remarks()));
        SerialWriter serial = new SerialWriter(model, names, self, binding);
        type.addField(serial.version());
        offsets(type, names);
        model.dims().forEach(d -> type.addField(TypeName.INT, names.dim(d.dim()), Modifier.FINAL));
        for (Tensor input : model.inputs()) {
            if (input.role() != Tensor.Role.PARAM) {
                binding.field(type, input);
            }
        }
        noise.fields(type);
        boolean hasBatch = Stream.concat(units.stream(), companions.stream().flatMap(c -> c.units().stream()))
                .anyMatch(unit -> unit.batch() != null);
        if (hasBatch) {
            type.addField(PoetTypes.rare("Parallel"), names.parallel(), Modifier.TRANSIENT);
            type.addMethod(BatchWriter.parallel(names, self));
        }
        type.addMethod(constructor(type));
        type.addMethod(factory());
        model.dims().forEach(d -> type.addMethod(dim(d)));
        for (Tensor input : model.inputs()) {
            if (input.role() != Tensor.Role.PARAM) {
                binding.write(type, input);
            }
        }
        noise.method(type, self);
        views(type);
        new EvaluationWriter(new Units(model, names, self, units, fields), type).write();
        if (model.isConstrained()) {
            new DomainWriter(model, names, self, companions, bounds).write(type);
        }
        for (Companion companion : companions) {
            if (companion.kind() == Companion.Kind.TRACE) {
                type.addMethod(new CheckedWriter(companion, names, companions, self.packageName()).method());
            }
        }
        domains.write(type, binding);
        PreparationWriter prepared = new PreparationWriter(names, self, binding);
        preparations.forEach(unit -> prepared.write(type, unit));
        type.addMethod(fork(prepared));
        nested.forEach(type::addType);
        serial.write(type);
        return type.build();
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>(arithmetic.remarks());
        units.stream()
                .filter(unit -> unit.kind() == Unit.Kind.FORWARD)
                .map(unit -> KeptDoc.of(
                        Objects.requireNonNull(fields.get(unit)).named().keySet()))
                .filter(remark -> !remark.isEmpty())
                .forEach(remarks::add);
        return remarks;
    }

    /** Adds constants for where params begin. */
    static void offsets(TypeSpec.Builder type, ModelNames names) {
        for (Tensor param : names.parameters()) {
            if (names.isConstant(param)) {
                type.addField(FieldSpec.builder(
                                TypeName.INT, names.offsetName(param, ModelNames.AT), Modifier.STATIC, Modifier.FINAL)
                        .initializer("$L", names.offset(param))
                        .build());
            }
        }
    }

    /** The class of the runtime that a class extends whose params have views. */
    static TypeName evaluator(String simpleName, ClassName self) {
        return ParameterizedTypeName.get(PoetTypes.rare(simpleName), self.nestedClass(ModelNames.VIEW));
    }

    private List<Model.Dimension> given() {
        return model.dims().stream().filter(Model.Dimension::given).toList();
    }

    private MethodSpec constructor(TypeSpec.Builder type) {
        MethodSpec.Builder method = MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE);
        List<JavaStatement> body = new ArrayList<>();
        body.add(base(model));
        if (arithmetic.reproducible()) {
            body.add(new JavaStatement.Evaluate(new JavaExpression.Static(JavaType.rare("Reproducible"))
                    .call("require", Java.string(model.name()))));
        }
        for (Model.Dimension dim : model.dims()) {
            String name = names.dim(dim.dim());
            JavaExpression value;
            if (dim.value() != null) {
                value = dim.value().terms().size() > 1
                        ? Sizes.checked(dim.dim().name(), dim.value(), integers)
                        : Sizes.size(dim.dim().name(), dim.value(), integers);
            } else {
                method.addParameter(TypeName.INT, name);
                JavaExpression least = Java.integer(dim.atLeast());
                value = Java.call("Checks", "atLeast", Java.string(dim.dim().name()), Java.name(name), least);
            }
            body.add(JavaStatement.set(Java.THIS.member(name), value));
        }
        Map<List<Poly>, String> arrays = arrays();
        arrays.forEach((shape, name) -> body.add(new JavaStatement.Evaluate(
                Java.call("Checks", "count", Java.string(name), Sizes.shape(shape, integers)))));
        Set<Poly> implied = impliedSizes();
        arrays.keySet().forEach(implied::removeAll);
        implied.removeIf(integers::isDim);
        implied.forEach(size -> body.add(new JavaStatement.Evaluate(Sizes.size(size.toString(), size, integers))));
        body.addAll(layout(type, names, self, "the parameters", domains.areChecked() ? Java.THIS : null));
        return method.addCode(JavaPrinter.print(body, JavaPrinter.METHOD)).build();
    }

    /** The call of the constructor of the class of the runtime. */
    static JavaStatement base(Model model) {
        return new JavaStatement.Evaluate(Java.call("super", List.of(Java.string(model.name()))));
    }

    /**
     * The statements that say how the params stand in a vector; the view of a vector is added.
     *
     * @param checking the object that checks data before anything is computed, if there is such data
     */
    static List<JavaStatement> layout(
            TypeSpec.Builder type, ModelNames names, ClassName self, String what, @Nullable JavaExpression checking) {
        List<JavaStatement> body = new ArrayList<>(new ViewWriter(names, self, names.parameters())
                .write(
                        type,
                        ModelNames.VIEW,
                        what,
                        (layout, views) ->
                                new JavaStatement.Evaluate(Java.call("parameters", List.of(layout, views)))));
        if (checking != null) {
            body.add(new JavaStatement.Evaluate(Java.name(ModelNames.EVALUATIONS)
                    .call("check", new JavaExpression.Reference(checking, DataDomains.CHECK))));
        }
        return body;
    }

    /** The shapes of arrays that the object will hold and that may be more than an array can, each with one's name. */
    private Map<List<Poly>, String> arrays() {
        Map<List<Poly>, String> arrays = new LinkedHashMap<>();
        for (Tensor input : model.inputs()) {
            if (input.role() == Tensor.Role.DATA) {
                arrays.putIfAbsent(input.shape(), input.name());
            }
        }
        Prover prover = model.prover();
        for (Unit unit : units) {
            for (Place place : unit.kind() == Unit.Kind.PATTERN ? List.<Place>of() : unit.fields()) {
                if (!Room.isNeeded(place) && place.rows() == null && !place.isPacked()) {
                    arrays.putIfAbsent(
                            Sizes.array(place, prover), place.tensor().name());
                }
            }
        }
        arrays.keySet().removeIf(shape -> shape.size() <= (isPlain(shape) ? 1 : 0) || isSmall(shape));
        return arrays;
    }

    /** Whether there is nothing to check: sizes that are numbers, and few elements. */
    private static boolean isSmall(List<Poly> shape) {
        return ModelNames.product(shape).constant().orElse(Long.MAX_VALUE) <= SMALL;
    }

    private static boolean isPlain(List<Poly> shape) {
        return shape.stream().allMatch(axis -> axis.isConstant() || axis.asAtom() instanceof Atom.Dim);
    }

    /** What axes of equations are long by formulas that no dim or input bears; checked, for it could be negative. */
    private Set<Poly> impliedSizes() {
        Set<Poly> sizes = new LinkedHashSet<>();
        model.quantities().forEach(quantity -> sizes.addAll(quantity.shape()));
        model.inputs().forEach(input -> sizes.removeAll(input.shape()));
        model.dims().forEach(dim -> sizes.remove(dim.value()));
        sizes.removeIf(size -> size.asAtom() != null || !size.isOfDims());
        sizes.removeIf(Poly::isConstant);
        return sizes;
    }

    private MethodSpec factory() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("of")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("{@return a model of these sizes, whose data is still to be bound}\n")
                .returns(self);
        for (Model.Dimension dim : given()) {
            String name = names.dim(dim.dim());
            method.addParameter(TypeName.INT, name).addJavadoc("$L", "@param " + name + " " + what(dim) + "\n");
        }
        return method.addCode(JavaPrinter.print(List.of(new JavaStatement.Return(made())), JavaPrinter.METHOD))
                .build();
    }

    /** A new object of the sizes at hand. */
    private JavaExpression made() {
        return new JavaExpression.New(
                JavaType.here(names.type()),
                given().stream().map(d -> Java.name(names.dim(d.dim()))).toList());
    }

    private static String what(Model.Dimension dim) {
        return Doc.or(dim.doc(), "the size {@code " + dim.dim().name() + "}");
    }

    private MethodSpec dim(Model.Dimension dim) {
        String name = names.dim(dim.dim());
        return MethodSpec.methodBuilder(names.method(dim.dim()))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return " + what(dim) + "}\n")
                .returns(TypeName.INT)
                .addStatement("return $L", name)
                .build();
    }

    private void views(TypeSpec.Builder type) {
        for (Model.Derivative derivative : model.computed()) {
            if (!names.wholeVector(derivative)) {
                String view = names.view(derivative);
                List<JavaStatement> body = new ViewWriter(names, self, derivative.wrt())
                        .write(
                                type,
                                view,
                                "the derivatives",
                                (layout, views) -> new JavaStatement.Return(
                                        Java.make(JavaType.of("VectorLayout").diamond(), layout.call("build"), views)));
                type.addMethod(MethodSpec.methodBuilder(names.of(derivative).layout())
                        .addModifiers(Modifier.PUBLIC)
                        .addJavadoc("{@return how the derivatives stand in a flat vector}\n")
                        .returns(PoetTypes.parameterized("VectorLayout", self.nestedClass(view)))
                        .addCode(JavaPrinter.print(body, JavaPrinter.METHOD))
                        .build());
            }
        }
    }

    private MethodSpec fork(PreparationWriter prepared) {
        JavaExpression copy = Java.name("copy");
        List<JavaStatement> body = new ArrayList<>();
        body.add(JavaStatement.declare(JavaType.here(names.type()), "copy", made()));
        model.inputs().forEach(input -> body.addAll(binding.share(input, copy)));
        body.addAll(noise.share(copy));
        for (Model.Derivative d : sparse(model)) {
            for (String field : List.of(names.of(d).pattern(), names.of(d).recovery())) {
                body.add(JavaStatement.set(copy.member(field), Java.name(field)));
            }
        }
        preparations.forEach(unit -> body.add(prepared.share(unit, copy)));
        body.add(new JavaStatement.Evaluate(
                Java.name(ModelNames.BINDING).call("share", copy.member(ModelNames.BINDING))));
        body.add(new JavaStatement.Return(copy));
        return MethodSpec.methodBuilder("fork")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("{@return another model over the same data, for another thread}\n")
                .returns(self)
                .addCode(JavaPrinter.print(body, JavaPrinter.METHOD))
                .build();
    }

    private static List<Model.Derivative> sparse(Model model) {
        return model.computed().stream().filter(d -> d.form().isSparse()).toList();
    }
}
