package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What holds at a place of a model or program: each polynomial is at least 0. Grows inwards. */
public final class Facts {
    public static final Facts NONE = new Facts(List.of());

    /** Beyond this many, further ones are not kept: fewer facts are still true. */
    private static final int LIMIT = 60;

    private final List<Poly> nonNegative;

    private Facts(List<Poly> nonNegative) {
        this.nonNegative = nonNegative;
    }

    /** These facts, from the innermost outwards, as {@link #all} has them. */
    public static Facts of(List<Poly> nonNegative) {
        return new Facts(nonNegative);
    }

    /** All of them, from the innermost outwards. */
    public List<Poly> all() {
        return nonNegative;
    }

    public Facts with(List<Poly> more) {
        List<Poly> all = new ArrayList<>(nonNegative);
        for (Poly fact : more) {
            if (!isTrivial(fact) && all.size() < LIMIT && all.stream().noneMatch(known -> implies(known, fact))) {
                all.removeIf(known -> implies(fact, known));
                all.add(0, fact);
            }
        }
        return new Facts(all);
    }

    /** The outermost of them, up to where the first index further in than those of a polynomial comes. */
    Facts around(Poly goal) {
        Set<Atom.Index> missing = new HashSet<>(goal.indices());
        Set<Atom.Index> known = new HashSet<>();
        int first = nonNegative.size();
        while (first > 0) {
            Set<Atom.Index> indices = nonNegative.get(first - 1).indices();
            if (missing.isEmpty() && !known.containsAll(indices)) {
                break;
            }
            known.addAll(indices);
            missing.removeAll(indices);
            first--;
        }
        return outermost(nonNegative.size() - first);
    }

    /** Whether one of the facts says by itself that a polynomial is not negative. */
    boolean state(Poly goal) {
        return nonNegative.stream().anyMatch(fact -> implies(fact, goal));
    }

    private static boolean isTrivial(Poly fact) {
        OptionalLong constant = fact.constant();
        return constant.isPresent() && constant.getAsLong() >= 0;
    }

    /** Whether it is seen to; a difference that leaves the range of long shows nothing. */
    private static boolean implies(Poly fact, Poly weaker) {
        try {
            OptionalLong difference = weaker.excessOver(fact);
            return difference.isPresent() && difference.getAsLong() >= 0;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** So many of them, those that were known first. */
    public Facts outermost(int count) {
        return new Facts(nonNegative.subList(nonNegative.size() - count, nonNegative.size()));
    }

    public Facts with(Facts more) {
        return with(more.nonNegative);
    }

    /** These facts and that two polynomials are equal. */
    public Facts withEqual(Poly a, Poly b) {
        return with(List.of(a.minus(b), b.minus(a)));
    }

    /** These facts and that an index runs from {@code from} to {@code to - 1}. */
    public Facts withRange(Poly index, Poly from, Poly to) {
        return with(List.of(
                index.minus(from), to.minus(index).plus(-1), to.minus(from).plus(-1)));
    }

    public Facts withRange(Range range) {
        return withRange(Poly.of(range.index()), range.from(), range.to());
    }

    /** These facts with polynomials in place of indices. */
    public Facts substitute(Map<Atom.Index, Poly> images) {
        return NONE.with(nonNegative.stream()
                .map(p -> p.substitute(a -> a instanceof Atom.Index index ? images.get(index) : null))
                .toList());
    }
}
