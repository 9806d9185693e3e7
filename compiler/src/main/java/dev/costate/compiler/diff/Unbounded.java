package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Runs;
import dev.costate.compiler.ir.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tensors and nodes may have an infinite adjoint while all values are finite: what stands below an operation
 * whose derivative may be infinite, as that of a root is at 0. There a partial derivative of zero contributes nothing,
 * though infinity times zero is NaN.
 */
final class Unbounded {
    private final Activity activity;
    private final Bounds bounds;
    private final Set<Tensor> tensors = new HashSet<>();

    Unbounded(List<Equation> equations, Activity activity, Bounds bounds) {
        this.activity = activity;
        this.bounds = bounds;
        List<List<Equation>> runs = Runs.of(equations, 0);
        for (int k = runs.size() - 1; k >= 0; k--) {
            while (spread(runs.get(k))) {
                // An equation of a run may be read by an earlier one, at a later iteration.
            }
        }
    }

    private boolean spread(List<Equation> run) {
        boolean more = false;
        for (int k = run.size() - 1; k >= 0; k--) {
            for (Expr node : nodes(run.get(k))) {
                if (node.head() instanceof Expr.Head.Read read) {
                    more |= tensors.add(read.tensor());
                }
            }
        }
        return more && Runs.shared(run.get(0), 0) != null;
    }

    boolean isUnbounded(Tensor tensor) {
        return tensors.contains(tensor);
    }

    /** The nodes of the value of an equation whose adjoints may be infinite. */
    Set<Expr> nodes(Equation e) {
        Set<Expr> found = new HashSet<>();
        if (tensors.contains(e.target())) {
            found.add(e.value());
        }
        List<Expr> nodes = Graph.ascending(List.of(e.value()), activity::isActive);
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Expr node = nodes.get(k);
            if (activity.isActive(node) && (found.contains(node) || isSteep(node))) {
                for (int i = 0; i < node.operands().size(); i++) {
                    if (reaches(node, i)) {
                        found.add(node.operand(i));
                    }
                }
            }
        }
        return found;
    }

    private boolean isSteep(Expr node) {
        return node.op() != null && node.op().steep() && !bounds.isRegular(node);
    }

    private boolean reaches(Expr node, int operand) {
        return node.head() instanceof Expr.Head.Choice
                ? operand > 0
                : node.op() != null && activity.partials(node).get(operand) != null;
    }
}
