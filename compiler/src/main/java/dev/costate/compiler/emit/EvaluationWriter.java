package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.source.CompilerBug;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Writes the methods of the public class that compute: outputs, gradients, and their halves. */
final class EvaluationWriter {
    /** How an evaluation at a point begins. */
    private static final String ENTER = "enter(theta);";

    private final Model model;
    private final ModelNames names;
    private final ClassName self;
    private final List<Unit> units;
    private final IdentityHashMap<Unit, UnitFields> fields;
    private final TypeSpec.Builder type;

    EvaluationWriter(
            Model model,
            ModelNames names,
            ClassName self,
            List<Unit> units,
            IdentityHashMap<Unit, UnitFields> fields,
            TypeSpec.Builder type) {
        this.model = model;
        this.names = names;
        this.self = self;
        this.units = units;
        this.fields = fields;
        this.type = type;
    }

    void write() {
        units.forEach(this::unitField);
        allocate();
        Optional<Unit> forward = find(Unit.Kind.FORWARD, null);
        if (forward.isPresent()) {
            forward(forward.get());
            model.outputs().forEach(output -> output(forward.get(), output));
        }
        model.derivatives().forEach(this::gradient);
        functions();
    }

    private Optional<Unit> find(Unit.Kind kind, Model.@Nullable Derivative derivative) {
        return units.stream()
                .filter(u -> u.kind() == kind
                        && (derivative == null || derivative.clause().equals(u.clause())))
                .findFirst();
    }

    /** The field that holds a unit. */
    private String field(Unit unit) {
        return names.unitField(UnitWriter.className(model, names, unit));
    }

    private void unitField(Unit unit) {
        ClassName unitClass = self.peerClass(UnitWriter.className(model, names, unit));
        type.addField(unitClass, field(unit), Modifier.PRIVATE, Modifier.TRANSIENT);
    }

    /** Makes all units. */
    private void allocate() {
        Lines lines = body();
        for (Unit unit : units) {
            boolean half = unit.kind() == Unit.Kind.BACKWARD;
            String forward = half ? ", " + field(find(Unit.Kind.FORWARD, null).orElseThrow()) : "";
            lines.add(field(unit) + " = new " + UnitWriter.className(model, names, unit) + "(this" + forward + ");");
        }
        type.addMethod(MethodSpec.methodBuilder("allocate")
                .addModifiers(Modifier.PRIVATE)
                .addCode(Blocks.of(lines.toString()))
                .build());
    }

    private static Lines body() {
        return new Lines(2 * Lines.INDENT);
    }

    /** The body of an evaluation, for {@link #evaluation}. */
    private static Lines inner() {
        return new Lines(3 * Lines.INDENT);
    }

    /** Adds a method that evaluates: only one may do so at a time. */
    private void evaluation(MethodSpec.Builder method, String enter, Lines inner) {
        method.addCode(Blocks.of(enter + "\ntry {\n"))
                .addCode("$>")
                .addCode(Blocks.of(inner.toString()))
                .addCode("$<")
                .addCode(Blocks.of("} finally {\n    busy = false;\n}\n"));
        type.addMethod(method.build());
    }

    private static MethodSpec.Builder method(String name, String doc) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).addJavadoc("$L", doc);
    }

    private void add(MethodSpec.Builder method, Lines lines) {
        type.addMethod(method.addCode(Blocks.of(lines.toString())).build());
    }

    private void forward(Unit unit) {
        Lines lines = body();
        lines.add("evaluated = false;");
        lines.add(field(unit) + ".run(theta);");
        lines.add(Blocks.type("System") + ".arraycopy(theta, 0, point, 0, parameterCount);");
        lines.add("evaluated = true;");
        add(
                MethodSpec.methodBuilder("evaluate")
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(UnitWriter.DOUBLES, "theta"),
                lines);
        Lines call = inner();
        call.add("evaluate(theta);");
        evaluation(
                method("forward", "Computes all outputs at a point, and keeps what the backward half needs.\n")
                        .addParameter(UnitWriter.DOUBLES, "theta"),
                ENTER,
                call);
    }

    private void output(Unit forward, Tensor output) {
        Lines lines = inner();
        lines.add("evaluate(theta);");
        String doc = output.doc() == null ? "" : "\n<p>" + Escape.javadoc(output.doc()) + "\n";
        String shape = output.shape().isEmpty() ? "" : ", " + UnitDoc.shape(output.shape()) + ", row-major";
        MethodSpec.Builder method = method(
                        names.method(output), "Computes {@code " + output.name() + "}" + shape + ".\n" + doc)
                .addParameter(UnitWriter.DOUBLES, "theta");
        if (output.shape().isEmpty()) {
            lines.add("return " + value(forward, output) + ";");
            evaluation(method.returns(TypeName.DOUBLE), ENTER, lines);
            return;
        }
        String size = new Integers(names::dim).print(ModelNames.size(output)).text();
        lines.add(Blocks.type("System") + ".arraycopy(" + value(forward, output) + ", 0, out, 0, " + size + ");");
        String check = Blocks.type("Checks") + ".vector(\"" + output.name() + "\", out, " + size + ");\n";
        evaluation(method.addParameter(UnitWriter.DOUBLES, "out"), check + ENTER, lines);
    }

    /** Where an output stands after a run of the unit. */
    private String value(Unit unit, Tensor output) {
        Place place = unit.outputs().get(output);
        UnitFields owned = fields.get(unit);
        String name = place == null || owned == null ? null : owned.name(place);
        if (name == null) {
            throw new CompilerBug("emit", "no field holds the output " + output + " of " + unit.kind());
        }
        return field(unit) + "." + name;
    }

    private void gradient(Model.Derivative derivative) {
        Optional<Unit> sweep = find(Unit.Kind.SWEEP, derivative);
        Optional<Unit> backward = find(Unit.Kind.BACKWARD, derivative);
        Optional<Unit> forward = find(Unit.Kind.FORWARD, null);
        if (forward.isPresent() && backward.isPresent()) {
            backward(derivative, backward.get());
        }
        Lines lines = inner();
        if (sweep.isPresent()) {
            lines.add(field(sweep.get()) + ".run(theta, gradient);");
            lines.add("return " + value(sweep.get(), derivative.output()) + ";");
        } else if (forward.isPresent() && backward.isPresent()) {
            lines.add("evaluate(theta);");
            lines.add(field(backward.get()) + ".run(theta, 1.0, gradient);");
            lines.add("return " + value(forward.get(), derivative.output()) + ";");
        } else {
            return;
        }
        evaluation(
                method(names.method(derivative), "Value and " + Escape.javadoc(derivative.clause()) + ".\n")
                        .addParameter(UnitWriter.DOUBLES, "theta")
                        .addParameter(UnitWriter.DOUBLES, "gradient")
                        .addJavadoc("\n@param gradient receives the derivatives, every entry is overwritten\n")
                        .returns(TypeName.DOUBLE),
                length(derivative) + "\n" + ENTER,
                lines);
    }

    private String length(Model.Derivative derivative) {
        Poly size = Poly.ZERO;
        for (Tensor tensor : derivative.wrt()) {
            size = size.plus(ModelNames.size(tensor));
        }
        String length = names.wholeVector(derivative)
                ? "parameterCount"
                : new Integers(names::dim).print(size).text();
        return Blocks.type("Checks") + ".vector(\"gradient\", gradient, " + length + ");";
    }

    private void backward(Model.Derivative derivative, Unit backward) {
        Lines lines = body();
        lines.add(length(derivative));
        lines.open("if (!evaluated) {");
        lines.add("throw new " + Blocks.type("IllegalStateException") + "(\"" + model.name()
                + ": call forward(theta) before " + names.backward(derivative) + "\");");
        lines.close("}");
        lines.add("enter(point);");
        Lines run = inner();
        run.add(field(backward) + ".run(point, seed, gradient);");
        String doc = "The " + Escape.javadoc(derivative.clause())
                + " times the seed, at the point where the forward half last ran.\n";
        evaluation(
                method(names.backward(derivative), doc)
                        .addParameter(TypeName.DOUBLE, "seed")
                        .addParameter(UnitWriter.DOUBLES, "gradient"),
                lines.toString().stripTrailing(),
                run);
    }

    /** The gradients over all params, by which the model is a function that optimisers take. */
    static List<Model.Derivative> functions(Model model, ModelNames names) {
        return model.derivatives().stream()
                .filter(d -> names.wholeVector(d) && d.output().shape().isEmpty())
                .toList();
    }

    private void functions() {
        List<Model.Derivative> functions = functions(model, names);
        if (functions.size() == 1) {
            function(type, functions.get(0));
            return;
        }
        for (Model.Derivative derivative : functions) {
            TypeSpec.Builder function = TypeSpec.anonymousClassBuilder("").addSuperinterface(function());
            function(function, derivative);
            type.addMethod(method(
                            names.function(derivative),
                            "{@code " + derivative.output().name() + "} as a function of all params.\n")
                    .returns(function())
                    .addStatement("return $L", function.build())
                    .build());
        }
    }

    static ClassName function() {
        return Blocks.className("DifferentiableFunction");
    }

    private void function(TypeSpec.Builder target, Model.Derivative derivative) {
        target.addMethod(override("dimension", TypeName.INT)
                .addStatement("return parameterCount")
                .build());
        target.addMethod(override("value", TypeName.DOUBLE)
                .addParameter(UnitWriter.DOUBLES, "x")
                .addStatement("return $L(x)", names.method(derivative.output()))
                .build());
        target.addMethod(override("valueAndGradient", TypeName.DOUBLE)
                .addParameter(UnitWriter.DOUBLES, "x")
                .addParameter(UnitWriter.DOUBLES, "gradient")
                .addStatement("return $L(x, gradient)", names.method(derivative))
                .build());
    }

    private static MethodSpec.Builder override(String name, TypeName result) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(result);
    }
}
