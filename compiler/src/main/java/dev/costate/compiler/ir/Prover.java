package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves that polynomials are not negative, whatever the sizes. Indices are eliminated from the innermost outwards: a
 * bound that the facts give for one is put in its place. What remains is a polynomial over dims, which is not negative
 * if, written in what each dim exceeds its least value by, it has no negative coefficient. Long, since the ways of
 * proving call each other.
 */
public final class Prover {
    private static final int BUDGET = 1000;
    /**
     * Short proofs are looked for first: facts such as {@code 2*k >= i} can be used one after the other without end.
     */
    private static final int FEW_STEPS = 4;

    /** How many sizes and indices may be written as what they exceed a bound by. */
    private static final int MOST_EXCESSES = 2;

    /** How many facts about sizes alone may be used together. */
    private static final int SIZE_FACTS = 2;

    private final Map<String, Long> atLeast;
    private List<Poly> sizeFacts = List.of();
    private int budget;
    /** How many more facts may be used one after the other. */
    private int steps;

    /** A goal as it has been tried: facts that say that two are equal lead from one back to the other. */
    private record Attempt(Poly goal, int facts, int sizeFactsUsed, int steps) {}

    private Set<Attempt> tried = new HashSet<>();

    /** @param atLeast the least value of each given dim */
    public Prover(Map<String, Long> atLeast) {
        this.atLeast = atLeast;
    }

    /** Says what holds in the whole model: sizes that were computed are not negative. */
    public void assume(List<Poly> nonNegativeSizes) {
        List<Poly> facts = new ArrayList<>(nonNegativeSizes);
        facts.removeIf(p -> isNonNegative(p));
        sizeFacts = facts;
    }

    public long atLeast(Atom.Dim dim) {
        return atLeast.getOrDefault(dim.name(), 1L);
    }

    public List<Poly> sizeFacts() {
        return sizeFacts;
    }

    public boolean nonNegative(Poly goal, Facts facts) {
        try {
            return isNonNegative(goal)
                    || facts.state(goal)
                    || prove(goal, facts, FEW_STEPS)
                    || provesAround(goal, facts)
                    || prove(goal, facts, BUDGET)
                    || ExhaustiveProof.holds(goal, facts.all());
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** Whether it is proved without what is known further in, which leads many ways and mostly to nothing. */
    private boolean provesAround(Poly goal, Facts facts) {
        Facts around = facts.around(goal);
        return around.all().size() < facts.all().size() && prove(goal, around, BUDGET);
    }

    private boolean prove(Poly goal, Facts facts, int most) {
        budget = BUDGET;
        steps = most;
        tried = new HashSet<>();
        try {
            return prove(goal, facts.all(), 0);
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** Whether the facts cannot all hold: what they are about is never reached. */
    public boolean contradictory(Facts facts) {
        return facts.all().stream().anyMatch(f -> nonNegative(f.negate().plus(-1), facts));
    }

    private boolean prove(Poly claim, List<Poly> facts, int sizeFactsUsed) {
        Poly goal = claim.tightened();
        if (isNonNegative(goal)) {
            return true;
        }
        Attempt attempt = new Attempt(goal, facts.size(), sizeFactsUsed, steps < FEW_STEPS ? steps : FEW_STEPS);
        if (steps == 0 || budget-- <= 0 || !tried.add(attempt)) {
            return false;
        }
        steps--;
        boolean proved = reduce(goal, facts, sizeFactsUsed);
        steps++;
        return proved;
    }

    private boolean reduce(Poly goal, List<Poly> facts, int sizeFactsUsed) {
        Atom innermost = innermost(goal);
        if (innermost == null) {
            return proveBySizes(goal, facts, sizeFactsUsed);
        }
        if (innermost instanceof Atom.Integral integral && isChoice(integral)) {
            return proveCases(integral, goal, facts, sizeFactsUsed);
        }
        if (!goal.isLinearIn(innermost)) {
            return proveByExcess(goal, facts) || eliminateRows(innermost, goal, facts, sizeFactsUsed);
        }
        List<Poly> all = new ArrayList<>(facts);
        for (Poly fact : properties(innermost)) {
            if (!facts.contains(fact)) {
                all.add(0, fact);
            }
        }
        return eliminate(innermost, goal, all, sizeFactsUsed);
    }

    /**
     * Proves what is no line in an index, such as that row i of a triangle ends before the triangle does: sizes are
     * written as what they exceed their least values by, and then bounds of indices.
     */
    private boolean proveByExcess(Poly goal, List<Poly> facts) {
        List<Poly> shifted = facts.stream().map(this::beyondLeast).toList();
        Set<Atom> counts = new HashSet<>();
        for (Poly fact : shifted) {
            Atom innermost = innermost(fact);
            if (innermost != null && Poly.of(innermost).minus(fact).constant().orElse(-1) >= 0) {
                counts.add(innermost);
            }
        }
        return proveByExcess(beyondLeast(goal), shifted, counts, null, MOST_EXCESSES);
    }

    /** @param last what was last written as an excess: sizes come first, then indices from the outermost inwards */
    private static boolean proveByExcess(Poly goal, List<Poly> facts, Set<Atom> counts, @Nullable Atom last, int most) {
        if (hasOnlyCounts(goal, counts)) {
            return true;
        }
        for (Poly fact : most == 0 ? List.<Poly>of() : facts) {
            for (Atom atom : fact.atoms()) {
                if (isExcess(atom, fact) && mayFollow(atom, last)) {
                    Poly bounded = Poly.of(atom).plus(Poly.of(atom).minus(fact));
                    Poly written = goal.substitute(a -> a.equals(atom) ? bounded : null);
                    // After the last one no fact is looked at any more.
                    List<Poly> others = most == 1 ? List.of() : facts;
                    List<Poly> rest = others.stream()
                            .filter(f -> !f.equals(fact))
                            .map(f -> f.substitute(a -> a.equals(atom) ? bounded : null))
                            .toList();
                    Set<Atom> beyond = new HashSet<>(counts);
                    beyond.add(atom);
                    if (proveByExcess(written, rest, beyond, atom, most - 1)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether a fact says what a size or an index is beyond, and that is made of indices further in. */
    private static boolean isExcess(Atom atom, Poly fact) {
        return (atom instanceof Atom.Dim || atom instanceof Atom.Index)
                && fact.isLinearIn(atom)
                && fact.coefficient(atom) == 1
                && fact.denominator() == 1
                && innermost(Poly.of(atom).minus(fact)) != null;
    }

    private static boolean mayFollow(Atom atom, @Nullable Atom last) {
        return !(last instanceof Atom.Index before)
                || (atom instanceof Atom.Index index && index.compareTo(before) > 0);
    }

    /** Whether no coefficient is negative, and neither is any size or any of these. */
    private static boolean hasOnlyCounts(Poly goal, Set<Atom> counts) {
        return !goal.hasNegativeCoefficient()
                && goal.atoms().stream().allMatch(atom -> isCount(atom) || counts.contains(atom));
    }

    private static boolean isChoice(Atom.Integral integral) {
        return switch (integral.function()) {
            case MIN, MAX, CHOICE -> true;
            case DIV, MOD, QUOTIENT -> false;
        };
    }

    /** A minimum, maximum or choice is one of two: the goal must hold for either, knowing which it is. */
    private boolean proveCases(Atom.Integral integral, Poly goal, List<Poly> facts, int sizeFactsUsed) {
        int count = integral.operands().size();
        Poly first = integral.operands().get(count - 2);
        Poly second = integral.operands().get(count - 1);
        Poly firstIf = switch (integral.function()) {
            case MIN -> second.minus(first);
            case MAX -> first.minus(second);
            default -> integral.operands().get(0);
        };
        return proveCase(integral, first, firstIf, goal, facts, sizeFactsUsed)
                && proveCase(integral, second, firstIf.negate().plus(-1), goal, facts, sizeFactsUsed);
    }

    private boolean proveCase(Atom atom, Poly value, Poly known, Poly goal, List<Poly> facts, int sizeFactsUsed) {
        List<Poly> all = new ArrayList<>();
        all.add(known);
        facts.forEach(fact -> all.add(fact.substitute(a -> a.equals(atom) ? value : null)));
        Set<Attempt> outside = tried;
        tried = new HashSet<>();
        boolean proved = prove(goal.substitute(a -> a.equals(atom) ? value : null), all, sizeFactsUsed);
        tried = outside;
        return proved;
    }

    /** What is known of an atom by what it is: each polynomial is at least 0. */
    private List<Poly> properties(Atom atom) {
        Poly self = Poly.of(atom);
        List<Poly> known = new ArrayList<>();
        if (atom instanceof Atom.Element element) {
            List<Long> integers = element.tensor().integers();
            if (!integers.isEmpty()) {
                known.add(self.plus(-Collections.min(integers)));
                known.add(Poly.of(Collections.max(integers)).minus(self));
            } else if (element.tensor().below() != null) {
                known.add(self);
                known.add(element.tensor().below().minus(self).plus(-1));
            }
            if (element.tensor().least() != null) {
                known.add(self.minus(element.tensor().least()));
            }
            if (element.tensor().most() != null) {
                known.add(element.tensor().most().minus(self));
            }
        } else if (atom instanceof Atom.Checked checked) {
            known.add(self);
            known.add(checked.size().minus(self).plus(-1));
            known.add(checked.value().minus(self));
            known.add(self.minus(checked.value()));
        } else if (atom instanceof Atom.Integral integral) {
            Poly dividend = integral.operands().get(0);
            Poly divisor = integral.operands().get(1);
            if (!isNonNegative(divisor.plus(-1))) {
                return known;
            }
            if (integral.function() == Atom.Function.MOD) {
                known.add(self);
                known.add(divisor.minus(self).plus(-1));
            } else if (divisor.isConstant()) {
                Poly rest = dividend.minus(self.times(divisor));
                known.add(rest);
                known.add(divisor.minus(rest).plus(-1));
            }
        }
        return known;
    }

    /** Of integers, m times the goal is at least 0 as soon as it is more than -m. */
    private boolean eliminate(Atom atom, Poly goal, List<Poly> facts, int sizeFactsUsed) {
        long coefficient = goal.coefficient(atom);
        for (Poly fact : facts) {
            long c = fact.coefficient(atom);
            if (c != 0 && (c > 0) == (coefficient > 0) && fact.isLinearIn(atom)) {
                long times = Math.abs(c);
                Poly rest = goal.times(Poly.of(times))
                        .plus(times - 1)
                        .minus(fact.times(Poly.of(Math.multiplyExact(Math.abs(coefficient), fact.denominator()))));
                if (prove(rest, facts, sizeFactsUsed)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Eliminates an index whose coefficient is made of sizes, as that of a row is where arrays lie one after the other.
     */
    private boolean eliminateRows(Atom atom, Poly goal, List<Poly> facts, int sizeFactsUsed) {
        Poly factor = goal.factorOf(atom);
        if (factor == null) {
            return false;
        }
        boolean positive = isNonNegative(factor);
        Poly times = positive ? factor : factor.negate();
        if (!positive && !isNonNegative(times)) {
            return false;
        }
        for (Poly fact : facts) {
            long c = fact.coefficient(atom);
            boolean isBound = Math.abs(c) == fact.denominator() && fact.isLinearIn(atom);
            if (isBound && (c > 0) == positive && prove(goal.minus(times.times(fact)), facts, sizeFactsUsed)) {
                return true;
            }
        }
        return false;
    }

    private boolean proveBySizes(Poly goal, List<Poly> facts, int used) {
        if (used == SIZE_FACTS) {
            return false;
        }
        for (List<Poly> source : List.of(facts, sizeFacts)) {
            for (Poly fact : source) {
                if (innermost(fact) == null && prove(goal.minus(fact), facts, used + 1)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The atom to eliminate first: of indices the one bound last; null if there are only dims. */
    static @Nullable Atom innermost(Poly poly) {
        Atom found = null;
        for (Atom atom : poly.atoms()) {
            if (!(atom instanceof Atom.Dim) && (found == null || isInner(atom, found))) {
                found = atom;
            }
        }
        return found;
    }

    /** Whether an atom is bound after another, as all are that are no indices. */
    private static boolean isInner(Atom atom, Atom other) {
        return other instanceof Atom.Index outer && (!(atom instanceof Atom.Index inner) || inner.compareTo(outer) > 0);
    }

    /** Whether a polynomial over dims cannot be negative. */
    private boolean isNonNegative(Poly goal) {
        return goal.atoms().stream().allMatch(Prover::isCount)
                && !beyondLeast(goal).hasNegativeCoefficient();
    }

    /** The same where each dim stands for what it exceeds its least value by. */
    private Poly beyondLeast(Poly poly) {
        return poly.substitute(
                atom -> atom instanceof Atom.Dim dim ? Poly.of(dim).plus(atLeast(dim)) : null);
    }

    /** Whether it is a size, or how often something is done, and so not negative. */
    private static boolean isCount(Atom atom) {
        return atom instanceof Atom.Dim || atom instanceof Atom.Total;
    }
}
