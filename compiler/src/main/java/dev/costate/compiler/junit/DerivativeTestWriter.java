package dev.costate.compiler.junit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.data.Binding;
import dev.costate.compiler.emit.ModelNames;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.names.Detaching;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the test class of a model: a method for each derivative clause, which says what the derivative is, as
 * `runtime.Differential` has it, and has a `runtime.GradientCheck` hold it against values. What second derivatives are
 * held against is the gradient, if the model has a clause for it, or else differences of values.
 */
final class DerivativeTestWriter {
    private static final TypeName DOUBLES = ArrayTypeName.of(TypeName.DOUBLE);
    private static final ClassName LAYOUT = runtime("ParameterLayout");
    private static final ClassName DIFFERENTIAL = runtime("Differential");
    private static final ClassName WEIGHTED = DIFFERENTIAL.nestedClass("Weighted");

    private final Model model;
    private final ModelNames names;
    private final String packageName;
    private final Binding data;
    private final ClassName self;
    private final ClassName type;

    DerivativeTestWriter(Model model, String packageName, Binding data) {
        this.model = model;
        this.names = new ModelNames(model);
        this.packageName = packageName;
        this.data = data;
        this.self = ClassName.get(packageName, names.type() + DerivativeTests.SUFFIX);
        this.type = ClassName.get(packageName, names.type());
    }

    private static ClassName runtime(String name) {
        return ClassName.get("dev.costate.runtime", name);
    }

    private static ClassName jupiter(String name) {
        return ClassName.get("org.junit.jupiter.api", name);
    }

    String write() {
        TypeSpec.Builder test = TypeSpec.classBuilder(self)
                .addModifiers(Modifier.FINAL)
                .addAnnotation(AnnotationSpec.builder(runtime("CostateGenerated"))
                        .addMember("value", "$S", model.name())
                        .build())
                .addJavadoc("Holds every derivative of {@link $T} against its values.\n", type);
        test.addField(
                field(runtime("ModelPoint"), "point", CodeBlock.of("$T.of($T.class)", runtime("ModelPoint"), self)));
        test.addField(field(type, "model", CodeBlock.of("$T.of($L)", type, sizes())));
        test.addField(field(LAYOUT, "parameters", call("point.layout", names(model.params()))));
        test.addField(field(DOUBLES, "theta", call("point.reals", names(model.params()))));
        bindings(test);
        model.derivatives().forEach(d -> test.addMethod(test(d)));
        test.addMethod(move());
        test.addMethod(check());
        return JavaFile.builder(packageName, test.build())
                .indent("    ")
                .skipJavaLangImports(true)
                .build()
                .toString();
    }

    private static FieldSpec field(TypeName type, String name, CodeBlock value) {
        return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.FINAL)
                .initializer(value)
                .build();
    }

    // ---- The point ----

    private CodeBlock sizes() {
        return model.dims().stream()
                .filter(Model.Dimension::given)
                .map(d -> CodeBlock.of("point.size($S)", d.dim().name()))
                .collect(CodeBlock.joining(", "));
    }

    private void bindings(TypeSpec.Builder test) {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
        for (Tensor input : model.inputs()) {
            if (input.role() == Tensor.Role.DATA && data.values().containsKey(input)) {
                constructor.addStatement("model.$L(point.$L($S))", names.method(input), kind(input), input.name());
            }
        }
        if (!model.noise().isEmpty()) {
            constructor.addStatement("model.seed($LL)", data.seed());
        }
        MethodSpec built = constructor.build();
        if (!built.code().isEmpty()) {
            test.addMethod(built);
        }
    }

    private static String kind(Tensor input) {
        boolean integer = input.type() == Tensor.Type.INTEGER;
        return input.shape().isEmpty() ? (integer ? "integer" : "real") : (integer ? "integers" : "reals");
    }

    private static CodeBlock names(List<Tensor> tensors) {
        return tensors.stream().map(t -> CodeBlock.of("$S", t.name())).collect(CodeBlock.joining(", "));
    }

    private static CodeBlock call(String method, CodeBlock arguments) {
        return CodeBlock.of("$L($L)", method, arguments);
    }

    /** What has the model stand at a point. */
    private MethodSpec move() {
        Set<Tensor> derived = new LinkedHashSet<>();
        model.derivatives().forEach(d -> derived.addAll(d.wrt()));
        List<Tensor> bound =
                derived.stream().filter(t -> t.role() == Tensor.Role.DATA).toList();
        MethodSpec.Builder method = MethodSpec.methodBuilder("at")
                .addModifiers(Modifier.PRIVATE)
                .addJavadoc("The parameters at a point in some of the inputs; data among these is bound.\n")
                .returns(DOUBLES)
                .addParameter(LAYOUT, "inputs")
                .addParameter(DOUBLES, "x")
                .beginControlFlow("for ($T input : inputs.slices())", LAYOUT.nestedClass("Slice"));
        String set = "parameters.slice(input.name()).set(theta, input.get(x))";
        if (bound.isEmpty()) {
            method.addStatement(set);
        } else {
            method.beginControlFlow("switch (input.name())");
            for (Tensor input : bound) {
                String value = input.shape().isEmpty() ? "input.get(x)[0]" : "input.get(x)";
                method.addStatement("case $S -> model.$L($L)", input.name(), names.method(input), value);
            }
            method.addStatement("default -> $L", set).endControlFlow();
        }
        return method.endControlFlow().addStatement("return theta").build();
    }

    private static MethodSpec check() {
        return MethodSpec.methodBuilder("check")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(String.class, "clause")
                .addParameter(DIFFERENTIAL, "derivative")
                .addParameter(DOUBLES, "x")
                .addStatement(
                        "$T report = $T.of(derivative.inputs()).withSizes(point.sizes()).at(derivative, x)",
                        runtime("GradientReport"),
                        runtime("GradientCheck"))
                .addStatement("$T.assertTrue(report.passed(), () -> report.of(clause))", jupiter("Assertions"))
                .build();
    }

    // ---- The derivatives ----

    private MethodSpec test(Derivative d) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(names.method(d))
                .addAnnotations(annotations(d))
                .addStatement("$T inputs = point.layout($L)", LAYOUT, names(d.wrt()));
        CodeBlock x = CodeBlock.of("point.reals($L)", names(d.wrt()));
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

    private List<AnnotationSpec> annotations(Derivative d) {
        AnnotationSpec test = AnnotationSpec.builder(jupiter("Test")).build();
        if (!Detaching.isIn(model, d.output())) {
            return List.of(test);
        }
        String reason = d.outputName() + " depends on detach, which derivatives count as constant";
        return List.of(
                test,
                AnnotationSpec.builder(jupiter("Disabled"))
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
            return CodeBlock.of("$T.slopes(\n$L)", DIFFERENTIAL, value(d.output()));
        }
        output(method, d);
        method.addStatement("$T values = $L", WEIGHTED, values(d.output()));
        return CodeBlock.of("$T.slopes(x -> values.at(x, u))", DIFFERENTIAL);
    }

    private static CodeBlock differential(String kind, String what, CodeBlock method, @Nullable CodeBlock more) {
        CodeBlock last = more == null ? CodeBlock.of("") : CodeBlock.of(",\n$L", more);
        return CodeBlock.of("$T.$L(\n$L,\n$L$L)", DIFFERENTIAL, kind, what, method, last);
    }

    private CodeBlock pattern(Derivative d) {
        return CodeBlock.of("model.$L()", names.patternMethod(d));
    }

    private CodeBlock values(Tensor output) {
        return output.shape().isEmpty()
                ? CodeBlock.of("$T.value(\n$L)", DIFFERENTIAL, value(output))
                : CodeBlock.of("$T.values(\noutput.size(),\n$L)", DIFFERENTIAL, function(output));
    }

    private CodeBlock value(Tensor output) {
        return CodeBlock.of("x -> model.$L(at(inputs, x))", names.method(output));
    }

    private CodeBlock function(Tensor output) {
        return output.shape().isEmpty()
                ? CodeBlock.of("(x, out) -> out[0] = model.$L(at(inputs, x))", names.method(output))
                : CodeBlock.of("(x, out) -> model.$L(at(inputs, x), out)", names.method(output));
    }

    /**
     * The method of a derivative.
     *
     * @param parameters of the lambda: the point first, the result last, what the derivative takes between
     */
    private CodeBlock method(Derivative d, String... parameters) {
        String result = parameters[parameters.length - 1];
        String arguments = Stream.concat(
                        Stream.of("at(inputs, " + parameters[0] + ")"),
                        d.slots(false).stream().map(slot -> switch (slot.use()) {
                            case SEED -> "u";
                            case DIRECTION -> "v";
                            case RESULT, BESIDE -> result;
                        }))
                .collect(Collectors.joining(", "));
        return CodeBlock.of(
                "($L) -> $L$L",
                String.join(", ", parameters),
                d.isNumber() ? result + "[0] = " : "",
                CodeBlock.of("model.$L($L)", names.method(d), arguments));
    }
}
