package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An index with its range, as an equation or a reduction within it binds it.
 *
 * @param reduce the reduction that binds it, null for the equation
 * @param outer those that must be unrolled with it, since the bounds of its range depend on them
 * @param values what the index can be, null if it cannot be unrolled
 * @param extent how many values there are at most
 */
record Binder(
        Range range,
        @Nullable Expr reduce,
        List<Binder> outer,
        @Nullable Interval values,
        long extent) {
    /** Longer ranges are never unrolled. */
    private static final BigInteger LONGEST = BigInteger.valueOf(16);

    boolean isUnrollable() {
        return values != null;
    }

    /**
     * The indices of the equation's own loops, which can be unrolled unless something other than a sum runs over them.
     */
    static Map<Atom.Index, Binder> of(Equation e) {
        Set<Atom.Index> written = new LinkedHashSet<>();
        e.subscripts().forEach(s -> written.addAll(s.indices()));
        return of(
                e.domain(), null, Map.of(), range -> e.reduction() == Reduction.SUM || written.contains(range.index()));
    }

    /** The indices of a reduction, whose ranges may depend on the loops of the equation that it stands in. */
    static Map<Atom.Index, Binder> of(Expr reduce, Map<Atom.Index, Binder> loops) {
        Expr.Head.Reduce head = (Expr.Head.Reduce) reduce.head();
        return of(head.ranges(), reduce, loops, range -> head.reduction() == Reduction.SUM);
    }

    private static Map<Atom.Index, Binder> of(
            List<Range> ranges, @Nullable Expr reduce, Map<Atom.Index, Binder> loops, Predicate<Range> allowed) {
        Map<Atom.Index, Binder> known = new HashMap<>(loops);
        Map<Atom.Index, Binder> own = new HashMap<>();
        for (Range range : ranges) {
            Binder binder = of(range, reduce, known, allowed.test(range) && range.order() == Range.Order.ANY);
            known.put(range.index(), binder);
            own.put(range.index(), binder);
        }
        return own;
    }

    private static Binder of(Range range, @Nullable Expr reduce, Map<Atom.Index, Binder> known, boolean allowed) {
        List<Binder> outer = new ArrayList<>();
        boolean constant = allowed;
        for (Poly bound : List.of(range.from(), range.to())) {
            for (Atom atom : bound.atoms()) {
                Binder binder = atom instanceof Atom.Index index ? known.get(index) : null;
                constant &= binder != null && binder.isUnrollable();
                if (binder != null) {
                    outer.addAll(binder.outer());
                    outer.add(binder);
                }
            }
        }
        if (!constant) {
            return new Binder(range, reduce, List.of(), null, 0);
        }
        BigInteger extent =
                Interval.of(range.extent(), atom -> values(known, atom)).greatest();
        return extent.compareTo(LONGEST) > 0
                ? new Binder(range, reduce, List.of(), null, 0)
                : new Binder(
                        range,
                        reduce,
                        outer,
                        Interval.of(range, atom -> values(known, atom)),
                        Math.max(0, extent.longValue()));
    }

    private static @Nullable Interval values(Map<Atom.Index, Binder> known, Atom atom) {
        Binder binder = atom instanceof Atom.Index index ? known.get(index) : null;
        return binder == null ? null : binder.values();
    }
}
