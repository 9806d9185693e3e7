package dev.costate.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Unit;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Writes the methods of the public class that compute: the forward half, outputs, derivatives. */
final class EvaluationWriter {
    /** How an evaluation at a point begins. */
    static final String ENTER = "enter(theta);";

    private final Model model;
    private final ModelNames names;
    private final Units units;
    private final TypeSpec.Builder type;

    EvaluationWriter(Units units, TypeSpec.Builder type) {
        this.model = units.model();
        this.names = units.names();
        this.units = units;
        this.type = type;
    }

    void write() {
        for (Unit unit : units.evaluating()) {
            type.addField(units.type(unit), units.field(unit), Modifier.PRIVATE, Modifier.TRANSIENT);
        }
        allocate();
        Optional<Unit> forward = units.forward();
        if (forward.isPresent()) {
            forward(forward.get());
            model.outputs().forEach(output -> output(forward.get(), output));
        }
        model.computed().forEach(d -> new DerivativeWriter(units, d, type).write());
        model.outputs().forEach(this::last);
        new FunctionWriter(model, names).write(type);
    }

    /** Makes all units. */
    private void allocate() {
        Lines lines = body();
        for (Unit unit : units.evaluating()) {
            boolean half = unit.kind() == Unit.Kind.BACKWARD;
            String forward = half ? ", " + units.field(units.forward().orElseThrow()) : "";
            lines.add(units.field(unit) + " = new " + UnitWriter.className(model, names, unit) + "(this" + forward
                    + ");");
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
    static Lines inner() {
        return new Lines(3 * Lines.INDENT);
    }

    /** Adds a method that evaluates: only one may do so at a time. */
    static void evaluation(TypeSpec.Builder type, MethodSpec.Builder method, String enter, Lines inner) {
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
        lines.add(units.field(unit) + ".run(theta);");
        lines.add(Blocks.type("System") + ".arraycopy(theta, 0, point, 0, parameterCount);");
        lines.add("evaluated = true;");
        model.outputs().forEach(output -> DerivativeWriter.keep(lines, units, unit, output));
        add(
                MethodSpec.methodBuilder("evaluate")
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(UnitWriter.DOUBLES, "theta"),
                lines);
        Lines call = inner();
        call.add("evaluate(theta);");
        evaluation(
                type,
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
            lines.add("return " + units.value(forward, output) + ";");
            evaluation(type, method.returns(TypeName.DOUBLE), ENTER, lines);
            return;
        }
        lines.add(Blocks.type("System") + ".arraycopy(" + units.value(forward, output) + ", 0, out, 0, " + size(output)
                + ");");
        evaluation(type, method.addParameter(UnitWriter.DOUBLES, "out"), check(output) + "\n" + ENTER, lines);
    }

    /** The value of an output at the point of the last call that computed it. */
    private void last(Tensor output) {
        if (!names.isKept(output)) {
            return;
        }
        String last = names.last(output);
        boolean scalar = output.shape().isEmpty();
        type.addField(scalar ? TypeName.DOUBLE : UnitWriter.DOUBLES, last, Modifier.PRIVATE, Modifier.TRANSIENT);
        if (scalar) {
            type.addField(TypeName.BOOLEAN, names.known(output), Modifier.PRIVATE, Modifier.TRANSIENT);
        }
        Lines lines = body();
        String name = names.value(output);
        if (!scalar) {
            lines.add(check(output));
        }
        lines.open("if (" + (scalar ? "!" + names.known(output) : last + " == null") + ") {");
        lines.add("throw new " + Blocks.type("IllegalStateException") + "(\"" + model.name() + ": nothing has computed "
                + output.name() + " before " + name + "\");");
        lines.close("}");
        MethodSpec.Builder method =
                method(name, "{@code " + output.name() + "} at the point of the last call of any method of it.\n");
        if (scalar) {
            lines.add("return " + last + ";");
            add(method.returns(TypeName.DOUBLE), lines);
            return;
        }
        lines.add(Blocks.type("System") + ".arraycopy(" + last + ", 0, out, 0, " + size(output) + ");");
        add(method.addParameter(UnitWriter.DOUBLES, "out"), lines);
    }

    private String size(Tensor output) {
        return new Integers(names::dim).print(output.size()).text();
    }

    private String check(Tensor output) {
        return Blocks.type("Checks") + ".vector(\"" + output.name() + "\", out, " + size(output) + ");";
    }
}
