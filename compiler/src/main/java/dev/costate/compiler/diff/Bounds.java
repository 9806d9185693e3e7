package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A number at or below all values of an expression, for what can be said of it by its operations alone. */
final class Bounds {
    private static final Double UNKNOWN = Double.NEGATIVE_INFINITY;

    private final Map<Tensor, Double> tensors = new HashMap<>();
    private final NodeMap<Double> known = new NodeMap<>();

    Bounds(List<Equation> equations) {
        for (Equation e : equations) {
            // What a recurrence reads of itself is not known yet.
            double least = SharedLoops.range(e, 0) == null ? ofElements(e.reduction(), least(e.value())) : UNKNOWN;
            tensors.merge(e.target(), least, Math::min);
        }
    }

    private static double ofElements(Reduction reduction, double least) {
        return switch (reduction) {
            case SET -> least;
            case SUM, PROD -> least >= 0 ? 0 : UNKNOWN;
            case MAX, UNION -> UNKNOWN; // of nothing, of no numbers
            case MIN -> least;
        };
    }

    private double least(Expr root) {
        Double found = known.get(root);
        if (found != null) {
            return found;
        }
        for (Expr node : Graph.ascending(List.of(root), n -> !known.contains(n))) {
            if (!known.contains(node)) {
                known.put(node, ofNode(node));
            }
        }
        return known.getOrDefault(root, UNKNOWN);
    }

    private double ofNode(Expr node) {
        if (node.isNumber()) {
            return node.number();
        } else if (node.head() instanceof Expr.Head.Integer integer) {
            return isCount(integer.value()) ? 0 : UNKNOWN;
        } else if (node.head() instanceof Expr.Head.Read read) {
            return tensors.getOrDefault(read.tensor(), UNKNOWN);
        } else if (node.head() instanceof Expr.Head.Choice) {
            return Math.min(least(node.operand(1)), least(node.operand(2)));
        }
        double least = node.op() == null ? UNKNOWN : node.op().least(ofOperands(node));
        return Double.isNaN(least) ? UNKNOWN : least;
    }

    private double[] ofOperands(Expr node) {
        double[] least = new double[node.arity()];
        for (int k = 0; k < least.length; k++) {
            least[k] = least(node.operand(k));
        }
        return least;
    }

    /** Whether it is a size, or a sum and product of such. */
    private static boolean isCount(Poly value) {
        return value.terms().stream()
                .allMatch(
                        term -> term.coefficient() >= 0 && term.atoms().stream().allMatch(Atom.Dim.class::isInstance));
    }

    /** Whether the partial derivatives of an operation are finite wherever its value is, and its operands are. */
    boolean isRegular(Expr node) {
        if (node.op() == null || !(node.op().singular() || node.op().steep())) {
            return true;
        }
        return node.op().regular(ofOperands(node));
    }
}
