package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Comparisons;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditional liveness of tensors: which of them some branch may leave unread. Their adjoint can be zero because
 * the branch was not taken, and then nothing may flow through them: zero times an infinite partial derivative would be
 * NaN.
 */
final class ConditionalLiveness {
    private final Set<Tensor> conditional = new HashSet<>();

    ConditionalLiveness(List<Equation> equations) {
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
            Equation e = group.get(k);
            boolean always = e.guard() == null && !conditional.contains(e.target());
            Regions regions = new Regions(List.of(e.value()));
            for (Expr node : e.value().reads()) {
                Tensor read = ((Expr.Head.Read) node.head()).tensor();
                if (!always || regions.dominator(node) != regions.outermost() || regions.isSpeculative(node)) {
                    more |= conditional.add(read);
                }
            }
        }
        return more && SharedLoops.range(group.get(0), 0) != null;
    }

    /** The condition under which something flows through a tensor that may be unread. */
    static Expr test(Exprs make, Expr adjoint) {
        return make.apply(Comparisons.NE, adjoint, make.number(0));
    }

    /** The read of an adjoint that a condition tests, if it is such a condition: no model can write one. */
    static Expr.Head.@Nullable Read tested(Expr condition) {
        if (!Comparisons.NE.equals(condition.op())) {
            return null;
        }
        for (Expr side : condition.operands()) {
            if (side.head() instanceof Expr.Head.Read read && read.tensor().role() == Tensor.Role.ADJOINT) {
                return read;
            }
        }
        return null;
    }

    boolean isConditional(Tensor tensor) {
        return conditional.contains(tensor);
    }
}
