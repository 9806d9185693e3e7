package dev.costate.compiler.emit;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.Java;
import dev.costate.compiler.java.JavaExpression;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.java.JavaStatement;
import dev.costate.compiler.model.Model;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the methods of the public class that compute: the forward half, outputs, derivatives. */
final class EvaluationWriter {
    private static final JavaExpression THETA = Java.name("theta");

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

    /**
     * Adds a method that evaluates: only one may do so at a time.
     *
     * @param checks what is done before
     */
    static void evaluation(
            Units units,
            TypeSpec.Builder type,
            MethodSpec.Builder method,
            List<JavaStatement> checks,
            List<JavaStatement> body) {
        JavaExpression evaluations = units.evaluations();
        List<JavaStatement> all = new ArrayList<>(checks);
        all.add(new JavaStatement.Evaluate(evaluations.call("begin")));
        all.add(new JavaStatement.Try(evaluations, body, null, List.of()));
        type.addMethod(
                method.addCode(JavaPrinter.print(all, JavaPrinter.METHOD)).build());
    }

    private static MethodSpec.Builder method(String name, String doc) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).addJavadoc("$L", doc + "\n");
    }

    /** Adds the parameter that is the point. */
    static void theta(MethodSpec.Builder method) {
        method.addParameter(PoetTypes.DOUBLES, "theta").addJavadoc("@param theta the parameters\n");
    }

    private void forward(Units.Pass pass) {
        List<JavaStatement> body = new ArrayList<>();
        body.add(new JavaStatement.Evaluate(units.evaluations().call("reset")));
        body.addAll(units.run(pass, List.of(THETA)));
        body.add(new JavaStatement.Evaluate(units.evaluations().call("at", THETA)));
        model.outputs().stream()
                .filter(names::isKept)
                .forEach(output -> body.add(new JavaStatement.Evaluate(units.kept(pass, output))));
        MethodSpec.Builder method = method(
                "forward",
                "Computes all outputs, and keeps what they were computed from. Methods that compute at another point "
                        + "leave that as it is.");
        theta(method);
        evaluation(units, type, method, List.of(), body);
    }

    private void output(Tensor output) {
        Units.Pass pass = units.value(output);
        List<JavaStatement> body = new ArrayList<>(units.run(pass, List.of(THETA)));
        boolean kept = names.isKept(output);
        JavaExpression value = kept ? units.kept(pass, output) : units.value(pass, output);
        String what = "{@code " + output.name() + "}";
        if (output.shape().isEmpty()) {
            body.add(new JavaStatement.Return(value));
            MethodSpec.Builder method =
                    method(names.method(output), "{@return " + what + Doc.remark(output.doc()) + "}");
            theta(method);
            evaluation(units, type, method.returns(TypeName.DOUBLE), inParallel(output), body);
            return;
        }
        JavaExpression out = Java.name("out");
        JavaExpression size = size(output);
        body.add(new JavaStatement.Evaluate(Java.call("System", "arraycopy", value, Java.ZERO, out, Java.ZERO, size)));
        MethodSpec.Builder method = method(names.method(output), "Computes " + what + Doc.remark(output.doc()) + ".");
        theta(method);
        List<JavaStatement> checks = List.of(new JavaStatement.Evaluate(
                Java.call("Checks", "result", Java.string(output.name()), out, size, THETA)));
        evaluation(units, type, out(method, output), checks, body);
    }

    /** Where threads share the work, the value is that of the sum over ranges, which comes with the derivatives. */
    private List<JavaStatement> inParallel(Tensor output) {
        JavaExpression parallel = Java.name(names.parallel());
        return units.inParallel(output)
                .map(d -> {
                    JavaExpression derivatives = parallel.call("gradient", units.count(d));
                    JavaExpression call = Java.call(names.method(d), List.of(THETA, derivatives));
                    return List.of(
                            JavaStatement.when(parallel.binary("!=", Java.NULL), new JavaStatement.Return(call)));
                })
                .orElse(List.of());
    }

    private MethodSpec.Builder out(MethodSpec.Builder method, Tensor output) {
        return method.addParameter(PoetTypes.DOUBLES, "out")
                .addJavadoc("$L", "@param out receives it, " + names.shape(output.shape()) + ", row-major\n");
    }

    /** The value of an output at the point of the last call that computed it. */
    private void last(Tensor output) {
        if (!names.isKept(output)) {
            return;
        }
        String last = names.last(output);
        String method = names.value(output);
        JavaExpression made = Java.call("last", List.of(Java.string(output.name()), Java.string(method)));
        type.addField(FieldSpec.builder(PoetTypes.className("LastValue"), last)
                .addModifiers(Modifier.PRIVATE, Modifier.FINAL, Modifier.TRANSIENT)
                .initializer(JavaPrinter.print(made, JavaPrinter.METHOD))
                .build());
        String doc = "{@code " + output.name() + "} as a method last computed it";
        type.addMethod(
                output.shape().isEmpty()
                        ? method(method, "{@return " + doc + "}")
                                .returns(TypeName.DOUBLE)
                                .addStatement("return $L.get()", last)
                                .build()
                        : out(method(method, "Copies " + doc + "."), output)
                                .addStatement("$L.get(out, $L)", last, JavaPrinter.print(size(output), 0))
                                .build());
    }

    private JavaExpression size(Tensor output) {
        return names.integers().print(output.size());
    }
}
