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
import dev.costate.compiler.emit.Companion;
import dev.costate.compiler.emit.ModelNames;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Writes the test class of a model: a method for each derivative clause, which says what the derivative is, as
 * `runtime.Differential` has it, and has a `runtime.GradientCheck` hold it against values. Where free numbers of the
 * params are known, derivatives by these are tested, too; where nothing else was given, in the place of those by the
 * params, which may be at the ends of their domains.
 */
final class DerivativeTestWriter {
    private static final TypeName DOUBLES = ArrayTypeName.of(TypeName.DOUBLE);
    static final ClassName LAYOUT = runtime("ParameterLayout");

    private final Model model;
    private final ModelNames names;
    private final String packageName;
    private final Binding data;
    private final List<Companion> companions;
    private final List<Derivative> derivatives;
    private final ClassName self;
    private final ClassName type;

    DerivativeTestWriter(Model model, List<Companion> companions, String packageName, Binding data) {
        this.model = model;
        this.companions = companions;
        this.names = new ModelNames(model);
        this.packageName = packageName;
        this.data = data;
        this.self = ClassName.get(packageName, names.type() + DerivativeTests.SUFFIX);
        this.type = ClassName.get(packageName, names.type());
        Set<String> free = new HashSet<>();
        if (data.isUnconstrained()) {
            free().forEach(c -> c.model().derivatives().forEach(d -> free.add(d.clause())));
        }
        this.derivatives = model.derivatives().stream()
                .filter(d -> !free.contains(d.clause()))
                .toList();
    }

    /** The classes over free numbers, where these are known. */
    private List<Companion> free() {
        return companions.stream()
                .filter(c ->
                        c.kind() == Companion.Kind.UNCONSTRAINED && !data.free().isEmpty())
                .toList();
    }

    static ClassName runtime(String name) {
        return ClassName.get("dev.costate.runtime", name);
    }

    static ClassName jupiter(String name) {
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
        if (!derivatives.isEmpty()) {
            test.addField(field(LAYOUT, "parameters", call("point.layout", names(model.params()))));
            test.addField(field(DOUBLES, "theta", call("point.reals", names(model.params()))));
        }
        List<Companion> free = free();
        free.forEach(c -> test.addField(field(
                ClassName.get(packageName, c.className(names, companions)),
                c.method(companions),
                CodeBlock.of("model.$L().withLogJacobian()", c.method(companions)))));
        bindings(test);
        DerivativeTestMethods methods = new DerivativeTestMethods(model, names, "model", false);
        derivatives.forEach(d -> test.addMethod(methods.test(d)));
        for (int k = 0; k < free.size(); k++) {
            free(free.get(k), k == 0, test);
        }
        if (!derivatives.isEmpty()) {
            test.addMethod(move());
        }
        test.addMethod(check());
        return JavaFile.builder(packageName, test.build())
                .indent("    ")
                .skipJavaLangImports(true)
                .build()
                .toString();
    }

    /** Tests by free numbers. Derivatives of arrays are in each class, and tested in the first. */
    private void free(Companion companion, boolean first, TypeSpec.Builder test) {
        ModelNames own = ModelNames.companion(companion.model(), names, companion.className(names, companions));
        DerivativeTestMethods methods =
                new DerivativeTestMethods(companion.model(), own, companion.method(companions), true);
        companion.model().derivatives().stream()
                .filter(d -> asked(d) && (first || d.isScalar()))
                .forEach(d -> test.addMethod(methods.test(d)));
    }

    private boolean asked(Derivative derivative) {
        return model.derivatives().stream().anyMatch(d -> d.clause().equals(derivative.clause()));
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
        derivatives.forEach(d -> derived.addAll(d.wrt()));
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

    private MethodSpec check() {
        ClassName check = runtime("GradientCheck");
        CodeBlock format = model.isFloat()
                ? CodeBlock.of(".withFormat($T.$L)", check.nestedClass("Format"), DerivativeTestMethods.format(model))
                : CodeBlock.of("");
        return MethodSpec.methodBuilder("check")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(String.class, "clause")
                .addParameter(runtime("Differential"), "derivative")
                .addParameter(DOUBLES, "x")
                .addStatement(
                        "$T report = $T.of(derivative.inputs()).withSizes(point.sizes())$L.at(derivative, x)",
                        runtime("GradientReport"),
                        check,
                        format)
                .addStatement("$T.assertTrue(report.passed(), () -> report.of(clause))", jupiter("Assertions"))
                .build();
    }
}
