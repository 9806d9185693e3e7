package dev.costate.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.java.JavaPrinter;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.CompilerBug;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/**
 * Writes the interfaces of the runtime by which solvers take a model as a function of all params: its class implements
 * those of its only scalar output and of its only array; of several, each has methods that give them.
 */
final class FunctionWriter {
    private final ModelNames names;
    private final Map<Tensor, Map<Form, Model.Derivative>> clauses = new LinkedHashMap<>();

    FunctionWriter(Model model, ModelNames names) {
        this.names = names;
        for (Model.Derivative derivative : model.computed()) {
            if (names.wholeVector(derivative) && !derivative.transposed()) {
                clauses.computeIfAbsent(derivative.output(), o -> new EnumMap<>(Form.class))
                        .putIfAbsent(derivative.form(), derivative);
            }
        }
    }

    /** Adds what the class implements, or the methods that give it. */
    void write(TypeSpec.Builder type) {
        Set<String> written = new TreeSet<>();
        List<Map<Tensor, Set<FunctionKind>>> families = List.of(functions(false), functions(true));
        if (families.stream().allMatch(family -> has(family, FunctionKind.SPARSE_HESSIAN))) {
            // Of a scalar and of an array: the class can be one of the two only.
            families.forEach(family -> family.forEach((output, kinds) -> {
                if (kinds.remove(FunctionKind.SPARSE_HESSIAN)) {
                    type.addMethod(given(FunctionKind.SPARSE_HESSIAN, output));
                }
            }));
        }
        for (Map<Tensor, Set<FunctionKind>> functions : families) {
            if (functions.size() == 1) {
                functions.forEach((output, kinds) -> {
                    kinds.stream()
                            .filter(kind -> kind != FunctionKind.GRADIENT || !kinds.contains(FunctionKind.HESSIAN))
                            .forEach(kind -> type.addSuperinterface(kind.type()));
                    kinds.forEach(kind -> point(kind, type));
                    kinds.forEach(kind -> methods(kind, output).forEach(method -> {
                        if (written.add(method.toString())) {
                            type.addMethod(method);
                        }
                    }));
                });
            } else {
                functions.forEach((output, kinds) -> kinds.forEach(kind -> type.addMethod(given(kind, output))));
            }
        }
    }

    private static boolean has(Map<Tensor, Set<FunctionKind>> functions, FunctionKind kind) {
        return functions.values().stream().anyMatch(kinds -> kinds.contains(kind));
    }

    private Map<Tensor, Set<FunctionKind>> functions(boolean arrays) {
        Map<Tensor, Set<FunctionKind>> functions = new LinkedHashMap<>();
        for (Map.Entry<Tensor, Map<Form, Model.Derivative>> entry : clauses.entrySet()) {
            Tensor output = entry.getKey();
            for (FunctionKind kind : FunctionKind.values()) {
                boolean fits = kind.isOf(arrays)
                        && output.shape().isEmpty() != arrays
                        && kind.isMadeOf(entry.getValue().keySet());
                if (fits) {
                    functions
                            .computeIfAbsent(output, o -> EnumSet.noneOf(FunctionKind.class))
                            .add(kind);
                }
            }
        }
        return functions;
    }

    private MethodSpec given(FunctionKind kind, Tensor output) {
        TypeSpec.Builder function = TypeSpec.anonymousClassBuilder("").addSuperinterface(kind.type());
        point(kind, function);
        function.addMethod(override("dimension", TypeName.INT)
                .addStatement("return $L.this.dimension()", names.type())
                .build());
        methods(kind, output).forEach(function::addMethod);
        return MethodSpec.methodBuilder(names.function(output, kind.suffix()))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L", "{@return {@code " + output.name() + "} as a function of all params}\n")
                .returns(kind.type())
                .addStatement("return $L", function.build())
                .build();
    }

    private List<MethodSpec> methods(FunctionKind kind, Tensor output) {
        List<MethodSpec> methods = new ArrayList<>();
        switch (kind) {
            case GRADIENT -> gradient(methods, output);
            case HESSIAN -> {
                gradient(methods, output);
                methods.add(hessian(output));
            }
            case PRODUCT -> product(methods, output);
            case VECTOR -> vector(methods, output);
            case SPARSE -> sparse(methods, output);
            case SPARSE_HESSIAN -> sparseHessian(methods, output);
        }
        return methods;
    }

    private void gradient(List<MethodSpec> methods, Tensor output) {
        methods.add(override("value", TypeName.DOUBLE, "theta")
                .addStatement("return $L(theta)", names.method(output))
                .build());
        methods.add(override("valueAndGradient", TypeName.DOUBLE, "theta", "gradient")
                .addStatement("return $L(theta, gradient)", method(output, Form.GRADIENT))
                .build());
    }

    private MethodSpec hessian(Tensor output) {
        return override("valueGradientHessian", TypeName.DOUBLE, "theta", "gradient", "hessian")
                .addStatement(
                        "return $L(theta, gradient, hessian)",
                        names.of(clause(output, Form.HESSIAN)).beside())
                .build();
    }

    private void product(List<MethodSpec> methods, Tensor output) {
        methods.add(override("at", TypeName.DOUBLE, "theta")
                .addStatement("forward(theta)")
                .beginControlFlow("if ($L == null)", ModelNames.PRODUCT_POINT)
                .addStatement("$L = new double[dimension()]", ModelNames.PRODUCT_POINT)
                .endControlFlow()
                .addStatement("$T.arraycopy(theta, 0, $L, 0, dimension())", System.class, ModelNames.PRODUCT_POINT)
                .addStatement("return $L()", names.value(output))
                .build());
        CodeBlock moved = CodeBlock.of("!$L.isAt($L)", ModelNames.EVALUATIONS, ModelNames.PRODUCT_POINT);
        methods.add(override("apply", TypeName.VOID, "v", "out")
                .beginControlFlow("if ($L != null && $L)", ModelNames.PRODUCT_POINT, moved)
                .addComment("Something else has been evaluated at another point since.")
                .addStatement("forward($L)", ModelNames.PRODUCT_POINT)
                .endControlFlow()
                .addStatement("$L(v, out)", names.of(clause(output, Form.HVP)).again())
                .build());
    }

    /** The variable of the point of products, where it is needed. */
    private static void point(FunctionKind kind, TypeSpec.Builder type) {
        if (kind == FunctionKind.PRODUCT) {
            type.addField(PoetTypes.DOUBLES, ModelNames.PRODUCT_POINT, Modifier.PRIVATE, Modifier.TRANSIENT);
        }
    }

    private void vector(List<MethodSpec> methods, Tensor output) {
        values(methods, output);
        methods.add(valueAnd("valueAndJacobian", output, Form.JACOBIAN));
    }

    private void values(List<MethodSpec> methods, Tensor output) {
        methods.add(override("outputs", TypeName.INT)
                .addStatement("return $L", size(output))
                .build());
        methods.add(override("value", TypeName.VOID, "theta", "out")
                .addStatement("$L(theta, out)", names.method(output))
                .build());
    }

    private CodeBlock size(Tensor output) {
        return JavaPrinter.print(names.integers().print(output.size()), JavaPrinter.METHOD);
    }

    private void sparse(List<MethodSpec> methods, Tensor output) {
        values(methods, output);
        methods.add(pattern("jacobianPattern", output, Form.SPARSE_JACOBIAN));
        methods.add(valueAnd("valueAndSparseJacobian", output, Form.SPARSE_JACOBIAN));
    }

    private MethodSpec valueAnd(String name, Tensor output, Form jacobian) {
        return override(name, TypeName.VOID, "theta", "value", "jacobian")
                .addStatement(apart("value", "theta"))
                .addStatement(apart("jacobian", "value"))
                .addStatement("$L(theta, jacobian)", method(output, jacobian))
                .addStatement("$L(value)", names.value(output))
                .build();
    }

    private void sparseHessian(List<MethodSpec> methods, Tensor output) {
        methods.add(override("weights", TypeName.INT)
                .addStatement("return $L", size(output))
                .build());
        methods.add(pattern("hessianPattern", output, Form.SPARSE_HESSIAN));
        MethodSpec.Builder method = override("sparseHessian", TypeName.VOID, "theta", "u", "hessian");
        String name = method(output, Form.SPARSE_HESSIAN);
        if (output.shape().isEmpty()) {
            method.addStatement("$T.vector($S, u, 1)", PoetTypes.className("Checks"), "u")
                    .addStatement(apart("hessian", "u"))
                    .addStatement("$L(theta, hessian)", name)
                    .addStatement("$T.scale(u[0], hessian)", PoetTypes.className("Kernels"));
        } else {
            method.addStatement("$L(theta, u, hessian)", name);
        }
        methods.add(method.build());
    }

    private MethodSpec pattern(String name, Tensor output, Form form) {
        return override(name, PoetTypes.className("SparsePattern"))
                .addStatement("return $L()", names.of(clause(output, form)).patternMethod())
                .build();
    }

    private static CodeBlock apart(String name, String other) {
        return CodeBlock.of("$T.apart($S, $L, $S, $L)", PoetTypes.className("Checks"), name, name, other, other);
    }

    private String method(Tensor output, Form form) {
        return names.method(clause(output, form));
    }

    private Model.Derivative clause(Tensor output, Form form) {
        Model.Derivative clause = clauses.getOrDefault(output, Map.of()).get(form);
        if (clause == null) {
            throw new CompilerBug("emit", "no " + form.words() + " of " + output.name());
        }
        return clause;
    }

    private static MethodSpec.Builder override(String name, TypeName result, String... arguments) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(result);
        for (String argument : arguments) {
            method.addParameter(PoetTypes.DOUBLES, argument);
        }
        return method;
    }
}
