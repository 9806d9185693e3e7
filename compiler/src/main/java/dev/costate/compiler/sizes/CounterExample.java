package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Searches small sizes, and all indices in range there, for a case in which something holds. */
final class CounterExample {
    /** How far above its least value each size is tried. */
    private static final int SIZES = 4;
    /** How many values of an index are tried at either end of its range. */
    private static final int ENDS = 4;

    private static final int BUDGET = 20_000;

    private final Prover prover;
    private final List<Range> ranges;
    private final List<Poly> facts = new ArrayList<>();
    private int budget = BUDGET;

    CounterExample(Prover prover, List<Range> ranges, Facts facts) {
        this.prover = prover;
        this.ranges = ranges;
        this.facts.addAll(facts.all());
        this.facts.addAll(prover.sizeFacts());
    }

    /** Values of sizes and indices in range for which the polynomial is not negative, or null if none is found. */
    @Nullable
    Map<Atom, Long> find(Poly wanted) {
        Set<Atom> dims = new LinkedHashSet<>(dimsOf(wanted));
        facts.forEach(f -> dims.addAll(dimsOf(f)));
        ranges.forEach(r -> dims.addAll(dimsOf(r.to().minus(r.from()))));
        Map<Atom, Long> values = new LinkedHashMap<>();
        try {
            return sizes(new ArrayList<>(dims), 0, values, wanted) ? values : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static List<Atom> dimsOf(Poly poly) {
        return poly.atoms().stream().filter(Atom.Dim.class::isInstance).toList();
    }

    private boolean sizes(List<Atom> dims, int next, Map<Atom, Long> values, Poly wanted) {
        if (next == dims.size()) {
            return indices(0, values, wanted);
        }
        long least = prover.atLeast((Atom.Dim) dims.get(next));
        for (long value = least; value < least + SIZES && budget > 0; value++) {
            values.put(dims.get(next), value);
            if (sizes(dims, next + 1, values, wanted)) {
                return true;
            }
        }
        values.remove(dims.get(next));
        return false;
    }

    private boolean indices(int next, Map<Atom, Long> values, Poly wanted) {
        budget--;
        if (next == ranges.size()) {
            return holds(wanted, values) && facts.stream().allMatch(f -> holds(f, values));
        }
        Range range = ranges.get(next);
        long from = evaluate(range.from(), values);
        long to = evaluate(range.to(), values);
        for (long value = from; value < to && budget > 0; value++) {
            if (value == from + ENDS && to - ENDS > value) {
                value = to - ENDS;
            }
            values.put(range.index(), value);
            if (indices(next + 1, values, wanted)) {
                return true;
            }
        }
        values.remove(range.index());
        return false;
    }

    private static long evaluate(Poly poly, Map<Atom, Long> values) {
        return poly.evaluate(atom -> {
            Long value = values.get(atom);
            if (value == null) {
                throw new ArithmeticException(atom.name() + " is not known");
            }
            return value;
        });
    }

    private static boolean holds(Poly nonNegative, Map<Atom, Long> values) {
        return evaluate(nonNegative, values) >= 0;
    }

    /** Whether all is as in an example also with these indices in place of its own. */
    boolean holds(Map<Atom.Index, Poly> indices, Map<Atom, Long> example, Poly wanted) {
        Map<Atom, Long> values = new LinkedHashMap<>(example);
        try {
            indices.forEach((index, poly) -> values.put(index, evaluate(poly, example)));
            return holds(wanted, values) && facts.stream().allMatch(f -> holds(f, values));
        } catch (ArithmeticException e) {
            return false;
        }
    }
}
