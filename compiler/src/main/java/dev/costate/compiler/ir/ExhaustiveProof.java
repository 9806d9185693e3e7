package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries all values of indices with constant ranges: for goals about integer constants, such as {@code parent[i] < i} of
 * a tree, which no algebra shows.
 */
final class ExhaustiveProof {
    private static final long CASES = 20_000;

    private final Poly goal;
    private final List<Atom.Index> indices;
    private final List<Poly> facts;

    private ExhaustiveProof(Poly goal, List<Atom.Index> indices, List<Poly> facts) {
        this.goal = goal;
        this.indices = indices;
        this.facts = facts;
    }

    /** Whether a goal that mentions an integer constant is not negative wherever the facts hold. */
    static boolean holds(Poly goal, List<Poly> facts) {
        if (goal.atoms().stream().noneMatch(ExhaustiveProof::isConstantElement) || !isClosed(goal)) {
            return false;
        }
        Set<Atom.Index> indices = new LinkedHashSet<>(goal.indices());
        List<Poly> known = facts.stream()
                .filter(f -> isClosed(f) && indices.containsAll(f.indices()))
                .toList();
        long cases = 1;
        Map<Atom.Index, long[]> ranges = new HashMap<>();
        for (Atom.Index index : indices) {
            long[] range = range(index, known);
            if (range == null || range[1] < range[0]) {
                return false;
            }
            cases *= range[1] - range[0] + 1;
            if (cases > CASES) {
                return false;
            }
            ranges.put(index, range);
        }
        return new ExhaustiveProof(goal, new ArrayList<>(indices), known).holds(0, new HashMap<>(), ranges);
    }

    private static boolean isConstantElement(Atom atom) {
        return atom instanceof Atom.Element element
                && !element.tensor().integers().isEmpty();
    }

    /** Whether it is made of indices and integer constants only. */
    private static boolean isClosed(Poly poly) {
        return poly.atoms().stream()
                .allMatch(a -> a instanceof Atom.Index
                        || (a instanceof Atom.Element e
                                && isConstantElement(a)
                                && e.subscripts().stream().allMatch(ExhaustiveProof::isClosed)));
    }

    /** The least and greatest value that facts about the index alone leave; null if one is missing. */
    private static long @Nullable [] range(Atom.Index index, List<Poly> facts) {
        long least = Long.MIN_VALUE;
        long greatest = Long.MAX_VALUE;
        for (Poly fact : facts) {
            long coefficient = fact.coefficient(index);
            OptionalLong rest =
                    fact.minus(Poly.of(index).times(Poly.of(coefficient))).constant();
            if (rest.isPresent() && coefficient == 1) {
                least = Math.max(least, -rest.getAsLong());
            } else if (rest.isPresent() && coefficient == -1) {
                greatest = Math.min(greatest, rest.getAsLong());
            }
        }
        return least == Long.MIN_VALUE || greatest == Long.MAX_VALUE ? null : new long[] {least, greatest};
    }

    private boolean holds(int next, Map<Atom.Index, Poly> values, Map<Atom.Index, long[]> ranges) {
        if (next == indices.size()) {
            return facts.stream().anyMatch(f -> value(f, values).orElse(0) < 0)
                    || value(goal, values).orElse(-1) >= 0;
        }
        Atom.Index index = indices.get(next);
        long[] range = Objects.requireNonNull(ranges.get(index));
        for (long at = range[0]; at <= range[1]; at++) {
            values.put(index, Poly.of(at));
            if (!holds(next + 1, values, ranges)) {
                return false;
            }
        }
        return true;
    }

    private static OptionalLong value(Poly poly, Map<Atom.Index, Poly> values) {
        return poly.substitute(a -> a instanceof Atom.Index index ? values.get(index) : null)
                .constant();
    }
}
