package dev.costate.compiler.emit;

import com.palantir.javapoet.ClassName;
import dev.costate.compiler.model.Form;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An interface of the runtime by which solvers take a model, and the clause it is made of. */
enum FunctionKind {
    GRADIENT("DifferentiableFunction", "Function", Form.GRADIENT, "dimension/0 value/1 valueAndGradient/2"),
    HESSIAN(
            "TwiceDifferentiableFunction",
            "HessianFunction",
            Form.HESSIAN,
            "dimension/0 value/1 valueAndGradient/2 valueGradientHessian/3"),
    PRODUCT("HessianProduct", "ProductFunction", Form.HVP, "dimension/0 at/1 apply/2"),
    VECTOR(
            "DifferentiableVectorFunction",
            "VectorFunction",
            Form.JACOBIAN,
            "dimension/0 outputs/0 value/2 valueAndJacobian/3"),
    SPARSE(
            "SparseVectorFunction",
            "SparseFunction",
            Form.SPARSE_JACOBIAN,
            "dimension/0 outputs/0 jacobianPattern/0 value/2 valueAndSparseJacobian/3"),
    SPARSE_HESSIAN(
            "SparseHessianFunction",
            "SparseHessianFunction",
            Form.SPARSE_HESSIAN,
            "dimension/0 weights/0 hessianPattern/0 sparseHessian/3");

    private final String type;
    private final String suffix;
    private final Form clause;
    /** The methods, each with the number of its arguments. */
    private final String methods;

    FunctionKind(String type, String suffix, Form clause, String methods) {
        this.type = type;
        this.suffix = suffix;
        this.clause = clause;
        this.methods = methods;
    }

    ClassName type() {
        return PoetTypes.className(type);
    }

    /** What the method that gives one adds to the name of the output. */
    String suffix() {
        return suffix;
    }

    List<String> methods() {
        return List.of(methods.split(" "));
    }

    /** Whether it is made for an output of this kind. */
    boolean isOf(boolean arrays) {
        return this == SPARSE_HESSIAN || arrays == (this == VECTOR || this == SPARSE);
    }

    boolean isMadeOf(Set<Form> clauses) {
        return clauses.contains(clause);
    }

    /** The numbers of arguments of the methods that classes with such clauses may have, by name. */
    static Map<String, Set<Integer>> methods(Set<Form> clauses) {
        Map<String, Set<Integer>> methods = new HashMap<>();
        for (FunctionKind kind : values()) {
            if (kind.isMadeOf(clauses)) {
                for (String method : kind.methods()) {
                    String[] parts = method.split("/", 2);
                    methods.computeIfAbsent(parts[0], name -> new HashSet<>()).add(Integer.valueOf(parts[1]));
                }
            }
        }
        return methods;
    }
}
