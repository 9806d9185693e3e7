package dev.costate.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import javax.lang.model.element.Modifier;

/** Writes the methods of the public class that compute: the forward half, outputs, derivatives. */
final class EvaluationWriter {
    /** How an evaluation at a point begins. */
    static final String ENTER = "enter();";

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
        for (Units.Pass pass : units.passes()) {
            type.addField(units.type(pass.unit()), pass.field(), Modifier.PRIVATE, Modifier.TRANSIENT);
        }
        units.forward().map(units::pass).ifPresent(forward -> {
            forward(forward);
            model.outputs().forEach(this::output);
        });
        model.computed().forEach(d -> new DerivativeWriter(units, d, type).write());
        model.outputs().forEach(this::last);
        new FunctionWriter(model, names).write(type);
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

    private void forward(Units.Pass pass) {
        Lines lines = body();
        lines.add("evaluated = false;");
        units.run(lines, pass, "theta");
        lines.add(Blocks.type("System") + ".arraycopy(theta, 0, point, 0, parameterCount);");
        lines.add("evaluated = true;");
        model.outputs().forEach(output -> DerivativeWriter.keep(lines, units, pass, output));
        add(
                MethodSpec.methodBuilder("evaluate")
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(Blocks.DOUBLES, "theta"),
                lines);
        Lines call = inner();
        call.add("evaluate(theta);");
        evaluation(
                type,
                method(
                                "forward",
                                "Computes all outputs at a point, and keeps what the backward half needs. Methods that\ncompute an output or a derivative at another point leave that as it is.\n")
                        .addParameter(Blocks.DOUBLES, "theta"),
                ENTER,
                call);
    }

    private void output(Tensor output) {
        Units.Pass pass = units.value(output);
        Lines lines = inner();
        units.run(lines, pass, "theta");
        DerivativeWriter.keep(lines, units, pass, output);
        String doc = output.doc() == null ? "" : "\n<p>" + Escape.javadoc(output.doc()) + "\n";
        String shape = output.shape().isEmpty() ? "" : ", " + UnitDoc.shape(output.shape()) + ", row-major";
        MethodSpec.Builder method = method(
                        names.method(output), "Computes {@code " + output.name() + "}" + shape + ".\n" + doc)
                .addParameter(Blocks.DOUBLES, "theta");
        String value = units.value(pass, output);
        if (output.shape().isEmpty()) {
            lines.add("return " + value + ";");
            evaluation(type, method.returns(TypeName.DOUBLE), ENTER, lines);
            return;
        }
        lines.add(Blocks.type("System") + ".arraycopy(" + value + ", 0, out, 0, " + size(output) + ");");
        String apart = Blocks.type("Checks") + ".apart(\"out\", out, \"theta\", theta);";
        String checks = check(output) + "\n" + apart + "\n" + ENTER;
        evaluation(type, method.addParameter(Blocks.DOUBLES, "out"), checks, lines);
    }

    /** The value of an output at the point of the last call that computed it. */
    private void last(Tensor output) {
        if (!names.isKept(output)) {
            return;
        }
        String last = names.last(output);
        boolean scalar = output.shape().isEmpty();
        type.addField(scalar ? TypeName.DOUBLE : Blocks.DOUBLES, last, Modifier.PRIVATE, Modifier.TRANSIENT);
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
        add(method.addParameter(Blocks.DOUBLES, "out"), lines);
    }

    private String size(Tensor output) {
        return new Integers(names::dim).print(output.size()).text();
    }

    private String check(Tensor output) {
        return Blocks.type("Checks") + ".vector(\"" + output.name() + "\", out, " + size(output) + ");";
    }
}
