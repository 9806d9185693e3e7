package dev.costate.compiler.emit;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import javax.lang.model.element.Modifier;

/** Writes the methods of the public class that compute: the forward half, outputs, derivatives. */
final class EvaluationWriter {
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

    /** The body of an evaluation, for {@link #evaluation}. */
    static Lines inner() {
        return new Lines(3 * Lines.INDENT);
    }

    /** Adds a method that evaluates: only one may do so at a time. */
    static void evaluation(Units units, TypeSpec.Builder type, MethodSpec.Builder method, String checks, Lines inner) {
        String evaluations = units.evaluations();
        method.addCode(Blocks.of(checks + evaluations + ".begin();\ntry (" + evaluations + ") {\n"))
                .addCode("$>")
                .addCode(Blocks.of(inner.toString()))
                .addCode("$<")
                .addCode("}\n");
        type.addMethod(method.build());
    }

    private static MethodSpec.Builder method(String name, String doc) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).addJavadoc("$L", doc + "\n");
    }

    /** Adds the parameter that is the point. */
    static void theta(MethodSpec.Builder method) {
        method.addParameter(Blocks.DOUBLES, "theta").addJavadoc("@param theta the parameters\n");
    }

    private void forward(Units.Pass pass) {
        Lines lines = inner();
        lines.add(units.evaluations() + ".reset();");
        units.run(lines, pass, "theta");
        lines.add(units.evaluations() + ".at(theta);");
        model.outputs().stream().filter(names::isKept).forEach(output -> lines.add(units.kept(pass, output) + ";"));
        MethodSpec.Builder method = method(
                "forward",
                "Computes all outputs, and keeps what they were computed from. Methods that compute at another point "
                        + "leave that as it is.");
        theta(method);
        evaluation(units, type, method, "", lines);
    }

    private void output(Tensor output) {
        Units.Pass pass = units.value(output);
        Lines lines = inner();
        units.run(lines, pass, "theta");
        boolean kept = names.isKept(output);
        String value = kept ? units.kept(pass, output) : units.value(pass, output);
        String what = "{@code " + output.name() + "}";
        if (output.shape().isEmpty()) {
            lines.add("return " + value + ";");
            MethodSpec.Builder method =
                    method(names.method(output), "{@return " + what + Doc.remark(output.doc()) + "}");
            theta(method);
            evaluation(units, type, method.returns(TypeName.DOUBLE), "", lines);
            return;
        }
        lines.add(Blocks.type("System") + ".arraycopy(" + value + ", 0, out, 0, " + size(output) + ");");
        MethodSpec.Builder method = method(names.method(output), "Computes " + what + Doc.remark(output.doc()) + ".");
        theta(method);
        String checks = Blocks.type("Checks") + ".vector(\"" + output.name() + "\", out, " + size(output) + ");\n"
                + Blocks.type("Checks") + ".apart(\"out\", out, \"theta\", theta);\n";
        evaluation(units, type, out(method, output), checks, lines);
    }

    private static MethodSpec.Builder out(MethodSpec.Builder method, Tensor output) {
        return method.addParameter(Blocks.DOUBLES, "out")
                .addJavadoc("$L", "@param out receives it, " + UnitDoc.shape(output.shape()) + ", row-major\n");
    }

    /** The value of an output at the point of the last call that computed it. */
    private void last(Tensor output) {
        if (!names.isKept(output)) {
            return;
        }
        String last = names.last(output);
        String method = names.value(output);
        Lines made = new Lines(2 * Lines.INDENT);
        made.add("new " + Blocks.type("LastValue") + "(\"" + model.name() + "\", \"" + output.name() + "\", \"" + method
                + "\")");
        type.addField(FieldSpec.builder(Blocks.className("LastValue"), last)
                .addModifiers(Modifier.PRIVATE, Modifier.FINAL, Modifier.TRANSIENT)
                .initializer(Blocks.of(made.toString().strip()))
                .build());
        String doc = "{@code " + output.name() + "} as a method last computed it";
        type.addMethod(
                output.shape().isEmpty()
                        ? method(method, "{@return " + doc + "}")
                                .returns(TypeName.DOUBLE)
                                .addStatement("return $L.get()", last)
                                .build()
                        : out(method(method, "Copies " + doc + "."), output)
                                .addStatement("$L.get(out, $L)", last, size(output))
                                .build());
    }

    private String size(Tensor output) {
        return new Integers(names::dim).print(output.size()).text();
    }
}
