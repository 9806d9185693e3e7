package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which tensors and nodes stand below certain nodes, or are the factors of certain products: their adjoints are made of
 * those of these nodes' operands.
 */
final class Below {
    private final Activity activity;
    private final Predicate<Expr> above;
    private final Predicate<Equation> factors;
    private final Set<Tensor> tensors = new HashSet<>();

    /**
     * @param equations through which it spreads from one to another; none for each equation by itself
     * @param factors of which products
     */
    Below(List<Equation> equations, Activity activity, Predicate<Expr> above, Predicate<Equation> factors) {
        this.activity = activity;
        this.above = above;
        this.factors = factors;
        List<List<Equation>> groups = SharedLoops.groups(equations, 0);
        for (int k = groups.size() - 1; k >= 0; k--) {
            while (spread(groups.get(k))) {
                // An equation of a group may be read by an earlier one, at a later iteration.
            }
        }
    }

    private boolean spread(List<Equation> group) {
        boolean more = false;
        for (int k = group.size() - 1; k >= 0; k--) {
            for (Expr node : nodes(group.get(k))) {
                if (node.head() instanceof Expr.Head.Read read) {
                    more |= tensors.add(read.tensor());
                }
            }
        }
        return more && SharedLoops.range(group.get(0), 0) != null;
    }

    boolean contains(Tensor tensor) {
        return tensors.contains(tensor);
    }

    /** Those in the value of an equation. */
    Set<Expr> nodes(Equation e) {
        Set<Expr> found = new HashSet<>();
        if (tensors.contains(e.target()) || (e.reduction() == Reduction.PROD && factors.test(e))) {
            found.add(e.value());
        }
        List<Expr> nodes = Graph.ascending(List.of(e.value()), activity::isActive);
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Expr node = nodes.get(k);
            if (activity.isActive(node) && (found.contains(node) || above.test(node))) {
                for (int i = 0; i < node.arity(); i++) {
                    if (activity.reaches(node, i)) {
                        found.add(node.operand(i));
                    }
                }
            }
        }
        return found;
    }
}
