package dev.costate.compiler.op;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scalar expressions over a few inputs: their value and their derivative, neither by recursion. */
final class Scalars {
    final Exprs make = new Exprs(new Tensors());
    private final List<Expr> inputs = new ArrayList<>();

    Expr input(int k) {
        while (inputs.size() <= k) {
            Tensor tensor = make.tensors()
                    .tensor("x" + inputs.size(), Tensor.Role.PARAM, Tensor.Type.REAL, List.of(), null, null);
            inputs.add(make.read(tensor, List.of()));
        }
        return inputs.get(k);
    }

    /** The inputs 0 to n − 1. */
    Expr[] inputs(int n) {
        Expr[] all = new Expr[n];
        for (int k = 0; k < n; k++) {
            all[k] = input(k);
        }
        return all;
    }

    double value(Expr root, double... at) {
        Map<Expr, Double> values = new HashMap<>();
        for (Expr node : ascending(root)) {
            values.put(node, valueOf(node, values, at));
        }
        return requireNonNull(values.get(root));
    }

    private double valueOf(Expr node, Map<Expr, Double> values, double... at) {
        if (node.isNumber()) {
            return node.number();
        }
        Op op = node.op();
        if (op == null) {
            return at[inputs.indexOf(node)];
        }
        return op.value(node.operands().stream().mapToDouble(values::get).toArray());
    }

    /** The derivative with respect to an input by the rules of the operations, forwards. */
    Expr derivative(Expr root, Expr input) {
        Map<Expr, Expr> tangents = new HashMap<>();
        tangents.put(input, make.number(1));
        for (Expr node : ascending(root)) {
            Op op = node.op();
            for (int k = 0; op != null && k < op.arity(); k++) {
                Expr tangent = tangents.get(node.operand(k));
                Expr partial = tangent == null ? null : op.partial(k, node.operands(), node, make);
                if (partial != null) {
                    Expr part = make.apply(
                            op.singular() ? ZeroProducts.MUL_NO_NAN : Arithmetic.MUL, requireNonNull(tangent), partial);
                    tangents.merge(node, part, (a, b) -> make.apply(Arithmetic.ADD, a, b));
                }
            }
        }
        return tangents.getOrDefault(root, make.number(0));
    }

    private static List<Expr> ascending(Expr root) {
        TreeMap<Integer, Expr> open = new TreeMap<>(Map.of(root.id(), root));
        TreeMap<Integer, Expr> found = new TreeMap<>();
        while (!open.isEmpty()) {
            Expr node = open.pollLastEntry().getValue();
            found.put(node.id(), node);
            node.operands().forEach(operand -> open.put(operand.id(), operand));
        }
        return List.copyOf(found.values());
    }
}
