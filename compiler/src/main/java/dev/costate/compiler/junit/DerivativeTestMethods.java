package dev.costate.compiler.junit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.costate.compiler.emit.ModelNames;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.names.Detaching;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tests of the derivatives of one object: of the model, or of one over its free numbers. What second
 * derivatives are held against is the gradient, if there is a clause for it, or else differences of values.
 */
final class DerivativeTestMethods {
    private static final ClassName LAYOUT = DerivativeTestWriter.LAYOUT;
    private static final ClassName DIFFERENTIAL = DerivativeTestWriter.runtime("Differential");
    private static final ClassName FORMAT =
            DerivativeTestWriter.runtime("GradientCheck").nestedClass("Format");
    private static final ClassName WEIGHTED = DIFFERENTIAL.nestedClass("Weighted");

    private final Model model;
    private final ModelNames names;
    private final String object;
    private final boolean free;

    /**
     * Writes tests.
     *
     * @param model what the object computes
     * @param object the field that holds it
     * @param free whether its variables are free numbers
     */
    DerivativeTestMethods(Model model, ModelNames names, String object, boolean free) {
        this.model = model;
        this.names = names;
        this.object = object;
        this.free = free;
    }

    /** The test of one derivative. */
    MethodSpec test(Derivative d) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(names.method(d) + (free ? "ByFreeNumbers" : ""))
                .addAnnotations(annotations(d))
                .addStatement("$T inputs = point.layout($L)", LAYOUT, variables(d));
        CodeBlock x = CodeBlock.of("point.reals($L)", variables(d));
        if (d.form().isSeries()) {
            output(method, d);
            method.addStatement("double[] direction = point.reals($S)", PointText.direction(d));
            method.addStatement(
                    "$1T derivative = $1T.series(\noutput,\n$2L,\n$3L,\n$4L,\n$5L,\n$6L,\ndirection)",
                    DIFFERENTIAL,
                    d.order(),
                    d.transposed(),
                    function(d.output()),
                    method(d, "x", "v", "coefficients"),
                    x);
            return method.addStatement("check($S, derivative, new double[1])", d.clause())
                    .build();
        }
        method.addStatement("$T derivative = $L", DIFFERENTIAL, d.isSecond() ? second(method, d) : first(method, d));
        return method.addStatement("check($S, derivative, $L)", d.clause(), x).build();
    }

    private CodeBlock variables(Derivative d) {
        return d.wrt().stream()
                .map(t -> CodeBlock.of("$S", free ? PointText.free(t) : t.name()))
                .collect(CodeBlock.joining(", "));
    }

    /** The argument for a point. */
    private String at(String x) {
        return free ? x : "at(inputs, " + x + ")";
    }

    private List<AnnotationSpec> annotations(Derivative d) {
        AnnotationSpec test =
                AnnotationSpec.builder(DerivativeTestWriter.jupiter("Test")).build();
        if (!Detaching.isIn(model, d.output())) {
            return List.of(test);
        }
        String reason = d.outputName() + " depends on detach, which derivatives count as constant";
        return List.of(
                test,
                AnnotationSpec.builder(DerivativeTestWriter.jupiter("Disabled"))
                        .addMember("value", "$S", reason)
                        .build());
    }

    private void output(MethodSpec.Builder method, Derivative d) {
        method.addStatement("$T output = point.layout($S)", LAYOUT, d.outputName());
    }

    private CodeBlock first(MethodSpec.Builder method, Derivative d) {
        output(method, d);
        method.addStatement("$T values = $L", WEIGHTED, values(d.output()));
        if (d.form().seeds() == Form.Seeds.GIVEN) {
            return differential("adjoint", "inputs, output, values", method(d, "x", "u", "out"), null);
        } else if (d.form().directions() == Form.Directions.GIVEN) {
            return differential("product", "inputs, output, values", method(d, "x", "v", "out"), null);
        } else if (d.form().isSparse()) {
            return differential("sparse", "inputs, output, values", method(d, "x", "out"), pattern(d));
        }
        String way = d.transposed() ? "transposed" : "matrix";
        return differential(way, "inputs, output, values", method(d, "x", "out"), null);
    }

    private CodeBlock second(MethodSpec.Builder method, Derivative d) {
        if (!d.isScalar()) {
            method.addStatement("double[] u = point.reals($S)", PointText.weights(d));
        }
        method.addStatement("$T gradient = $L", WEIGHTED, gradient(method, d));
        return switch (d.form()) {
            case HVP -> differential("product", "inputs, inputs, gradient", method(d, "x", "v", "out"), null);
            case DIAGONAL_HESSIAN -> differential("diagonal", "inputs, gradient", method(d, "x", "out"), null);
            case SPARSE_HESSIAN -> differential("symmetric", "inputs, gradient", method(d, "x", "out"), pattern(d));
            default -> differential("matrix", "inputs, inputs, gradient", method(d, "x", "out"), null);
        };
    }

    /** The gradient of the output, or of its weighted sum. */
    private CodeBlock gradient(MethodSpec.Builder method, Derivative d) {
        Form form = d.isScalar() ? Form.GRADIENT : Form.VJP;
        for (Derivative first : model.derivatives()) {
            if (first.form() == form
                    && first.output() == d.output()
                    && first.wrt().equals(d.wrt())) {
                return CodeBlock.of("$T.values(\ninputs.size(),\n$L)", DIFFERENTIAL, method(first, "x", "out"));
            }
        }
        if (d.isScalar()) {
            return CodeBlock.of("$T.slopes(\n$L$L)", DIFFERENTIAL, value(d.output()), format());
        }
        output(method, d);
        method.addStatement("$T values = $L", WEIGHTED, values(d.output()));
        return CodeBlock.of("$T.slopes(x -> values.at(x, u)$L)", DIFFERENTIAL, format());
    }

    private CodeBlock format() {
        return model.isFloat() ? CodeBlock.of(", $T.$L", FORMAT, format(model)) : CodeBlock.of("");
    }

    /** The format of {@code GradientCheck} in which a model is computed. */
    static String format(Model model) {
        return model.precision().name();
    }

    private static CodeBlock differential(String kind, String what, CodeBlock method, @Nullable CodeBlock more) {
        CodeBlock last = more == null ? CodeBlock.of("") : CodeBlock.of(",\n$L", more);
        return CodeBlock.of("$T.$L(\n$L,\n$L$L)", DIFFERENTIAL, kind, what, method, last);
    }

    private CodeBlock pattern(Derivative d) {
        return CodeBlock.of("$L.$L()", object, names.of(d).patternMethod());
    }

    private CodeBlock values(Tensor output) {
        return output.shape().isEmpty()
                ? CodeBlock.of("$T.value(\n$L)", DIFFERENTIAL, value(output))
                : CodeBlock.of("$T.values(\noutput.size(),\n$L)", DIFFERENTIAL, function(output));
    }

    private CodeBlock value(Tensor output) {
        return CodeBlock.of("x -> $L.$L($L)", object, names.method(output), at("x"));
    }

    private CodeBlock function(Tensor output) {
        return output.shape().isEmpty()
                ? CodeBlock.of("(x, out) -> out[0] = $L.$L($L)", object, names.method(output), at("x"))
                : CodeBlock.of("(x, out) -> $L.$L($L, out)", object, names.method(output), at("x"));
    }

    /**
     * The method of a derivative.
     *
     * @param parameters of the lambda: the point first, the result last, what the derivative takes between
     */
    private CodeBlock method(Derivative d, String... parameters) {
        String result = parameters[parameters.length - 1];
        String arguments = Stream.concat(
                        Stream.of(at(parameters[0])), d.slots(false).stream().map(slot -> switch (slot.use()) {
                            case SEED -> "u";
                            case DIRECTION -> "v";
                            case RESULT, BESIDE -> result;
                        }))
                .collect(Collectors.joining(", "));
        return CodeBlock.of(
                "($L) -> $L$L",
                String.join(", ", parameters),
                d.isNumber() ? result + "[0] = " : "",
                CodeBlock.of("$L.$L($L)", object, names.method(d), arguments));
    }
}
