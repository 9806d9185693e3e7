package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tensors some branch may leave unread. Their adjoint can be zero because the branch was not taken, and then
 * nothing may flow through them: zero times an infinite partial derivative would be NaN.
 */
final class Demand {
    private final Set<Tensor> conditional = new HashSet<>();

    Demand(List<Equation> equations) {
        for (int k = equations.size() - 1; k >= 0; k--) {
            Equation e = equations.get(k);
            boolean always = e.guard() == null && !conditional.contains(e.target());
            Regions regions = new Regions(List.of(e.value()));
            for (Expr node : Graph.reads(List.of(e.value()))) {
                Tensor read = ((Expr.Head.Read) node.head()).tensor();
                if (!always || regions.home(node) != regions.outermost()) {
                    conditional.add(read);
                }
            }
        }
    }

    boolean isConditional(Tensor tensor) {
        return conditional.contains(tensor);
    }
}
