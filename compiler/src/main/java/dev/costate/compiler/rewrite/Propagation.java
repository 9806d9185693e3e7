package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts constants and copies in the place of nameless tensors that are nothing else. */
public final class Propagation {
    private final Exprs make;
    private final Map<Tensor, Equation> copies = new HashMap<>();
    private final NodeMap<Expr> done = new NodeMap<>();

    private Propagation(Exprs make) {
        this.make = make;
    }

    /**
     * The equations, in their order, without those that were copies.
     *
     * @param kept tensors whose equations must stay
     */
    public static List<Equation> propagate(Exprs make, List<Equation> equations, Set<Tensor> kept) {
        Propagation propagation = new Propagation(make);
        List<Equation> result = new ArrayList<>();
        for (Equation equation : equations) {
            Equation e = propagation.rewritten(equation);
            if (!kept.contains(e.target()) && isCopy(e)) {
                propagation.copies.put(e.target(), e);
            } else {
                result.add(e);
            }
        }
        return result;
    }

    private Equation rewritten(Equation e) {
        return e.with(e.guard() == null ? null : rewritten(e.guard()), rewritten(e.value()));
    }

    private Expr rewritten(Expr root) {
        return copies.isEmpty() ? root : Graph.rebuild(root, this::image, done);
    }

    private Expr image(Expr node, List<Expr> operands) {
        if (!(node.head() instanceof Expr.Head.Read read) || !copies.containsKey(read.tensor())) {
            return make.rebuild(node, operands);
        }
        Equation copy = copies.get(read.tensor());
        Map<Atom.Index, Poly> indices = new HashMap<>();
        for (int k = 0; k < read.subscripts().size(); k++) {
            indices.put(copy.subscripts().get(k).asIndex(), read.subscripts().get(k));
        }
        return new Substitution(make, indices).apply(copy.value());
    }

    private static boolean isCopy(Equation e) {
        boolean nameless = switch (e.target().role()) {
            case TEMPORARY, LOCAL, ADJOINT -> true;
            case TANGENT -> isWhole(e);
            default -> false;
        };
        return nameless
                && e.reduction() == Reduction.SET
                && e.guard() == null
                && e.value().operands().isEmpty()
                && e.domain().size() == e.subscripts().size()
                && e.subscripts().stream().allMatch(s -> s.asIndex() != null)
                && e.subscripts().stream().distinct().count() == e.subscripts().size();
    }

    /** Whether the equation writes each element of its target, in loops of its own: none read it before. */
    private static boolean isWhole(Equation e) {
        if (e.domain().stream().anyMatch(Range::isShared)) {
            return false;
        }
        for (int axis = 0; axis < e.subscripts().size(); axis++) {
            Poly subscript = e.subscripts().get(axis);
            Poly size = e.target().shape().get(axis);
            if (e.domain().stream()
                    .noneMatch(r ->
                            Poly.of(r.index()).equals(subscript) && r.from().isZero() && r.to().equals(size))) {
                return false;
            }
        }
        return true;
    }
}
