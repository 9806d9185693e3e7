package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.DenseProduct;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the steps of a recurrence that none of its steps reads are taken behind it, where they are products of
 * matrices: the adjoint of a recurrent network's weights {@code Ū[k, j] += ā[t, k] h[t, j]} is one product over all t.
 * What it reads has been written by then, and is never written again.
 */
public final class DeferredProducts {
    private DeferredProducts() {}

    /** The equations of a unit, such sums behind the recurrences that they were in. */
    public static List<Equation> of(Exprs make, List<Equation> equations) {
        List<Equation> result = new ArrayList<>();
        for (List<Equation> group : SharedLoops.groups(equations, 0)) {
            Set<Tensor> needed = needed(group);
            List<Equation> deferred = new ArrayList<>();
            for (Equation e : group) {
                Equation apart = needed.contains(e.target()) ? null : apart(make, e);
                if (apart != null && DenseProduct.of(apart) != null) {
                    deferred.add(apart);
                } else {
                    result.add(e);
                }
            }
            result.addAll(deferred);
        }
        return result;
    }

    /** What the equations read, or write by anything but addition. */
    private static Set<Tensor> needed(List<Equation> group) {
        Set<Tensor> needed = new HashSet<>();
        for (Equation e : group) {
            for (Expr node : e.reads()) {
                needed.add(((Expr.Head.Read) node.head()).tensor());
            }
            if (e.reduction() != Reduction.SUM) {
                needed.add(e.target());
            }
        }
        return needed;
    }

    /** The equation by itself, over a range that it shares with no other; null if it shares none. */
    private static @Nullable Equation apart(Exprs make, Equation e) {
        Range shared = SharedLoops.range(e, 0);
        if (shared == null
                || !shared.from().indices().isEmpty()
                || !shared.to().indices().isEmpty()) {
            return null;
        }
        int number = 0;
        for (Range range : e.domain()) {
            number = Math.max(number, range.index().number() + 1);
        }
        Atom.Index own = Atom.Index.free(shared.index().name(), number);
        Substitution renaming = new Substitution(make, Map.of(shared.index(), Poly.of(own)));
        List<Range> domain = new ArrayList<>(e.domain());
        domain.set(0, new Range(own, shared.from(), shared.to()));
        return new Equation(
                e.target(),
                e.subscripts().stream().map(renaming::apply).toList(),
                domain,
                e.guard() == null ? null : renaming.apply(e.guard()),
                e.reduction(),
                renaming.apply(e.value()),
                e.span());
    }
}
