package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What conditions say of integers, and what is known of integers says of conditions. */
public final class Assumptions {
    private final Prover prover;

    public Assumptions(Prover prover) {
        this.prover = prover;
    }

    /** What holds of the indices of ranges, each after those its bounds mention. */
    public static Facts of(List<Range> domain) {
        Facts facts = Facts.NONE;
        for (Range range : domain) {
            facts = facts.withRange(range);
        }
        return facts;
    }

    /** The facts and what holds in a region. */
    public Facts within(Facts outer, Regions.Region region) {
        List<Regions.Region> path = new ArrayList<>();
        for (Regions.Region r = region; !r.isOutermost(); r = r.parent()) {
            path.add(r);
        }
        Collections.reverse(path);
        Facts facts = outer;
        for (Regions.Region r : path) {
            facts = assume(facts, r.condition(), r.holds());
        }
        return facts;
    }

    /** The facts and that a condition holds, or that it does not, as far as it compares integers. */
    public Facts assume(Facts known, Expr condition, boolean holds) {
        Op op = condition.op();
        if (op == null) {
            return known;
        } else if (op.negates()) {
            return assume(known, condition.operand(0), !holds);
        } else if (op.secondOnlyIf() != null) {
            return op.secondOnlyIf() == holds
                    ? assume(assume(known, condition.operand(0), holds), condition.operand(1), holds)
                    : known;
        }
        Op.Relation relation = op.relation();
        try {
            Poly difference = relation == null ? null : difference(condition);
            return (relation == null || difference == null) ? known : assume(known, relation, difference, holds);
        } catch (ArithmeticException e) {
            return known; // numbers that leave the range of long are not reckoned with
        }
    }

    private Facts assume(Facts known, Op.Relation relation, Poly difference, boolean holds) {
        return switch (relation) {
            case LESS -> known.with(List.of(holds ? difference.plus(-1) : difference.negate()));
            case LESS_OR_EQUAL ->
                known.with(List.of(holds ? difference : difference.negate().plus(-1)));
            case EQUAL -> holds ? known.withEqual(difference, Poly.ZERO) : different(known, difference);
            case NOT_EQUAL -> holds ? different(known, difference) : known.withEqual(difference, Poly.ZERO);
        };
    }

    /** Not 0 is at least 1 where it is not negative. */
    private Facts different(Facts known, Poly difference) {
        if (prover.nonNegative(difference, known)) {
            return known.with(List.of(difference.plus(-1)));
        }
        return prover.nonNegative(difference.negate(), known)
                ? known.with(List.of(difference.negate().plus(-1)))
                : known;
    }

    /** Whether the facts cannot all hold. */
    public boolean contradictory(Facts facts) {
        return prover.contradictory(facts);
    }

    /** Whether a comparison of integers holds wherever the facts do, or nowhere; null if neither is known. */
    public @Nullable Boolean decide(Facts known, Expr comparison) {
        Op.Relation relation = comparison.op() == null ? null : comparison.op().relation();
        try {
            Poly difference = relation == null ? null : difference(comparison);
            return (relation == null || difference == null) ? null : decide(known, relation, difference);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private @Nullable Boolean decide(Facts known, Op.Relation relation, Poly difference) {
        Poly opposite = difference.negate();
        return switch (relation) {
            case LESS -> decided(known, difference.plus(-1), opposite);
            case LESS_OR_EQUAL -> decided(known, difference, opposite.plus(-1));
            case EQUAL -> equal(known, difference);
            case NOT_EQUAL -> {
                Boolean equal = equal(known, difference);
                yield equal == null ? null : !equal;
            }
        };
    }

    private @Nullable Boolean decided(Facts known, Poly ifHolds, Poly ifNot) {
        return prover.nonNegative(ifHolds, known) ? Boolean.TRUE : prover.nonNegative(ifNot, known) ? false : null;
    }

    private @Nullable Boolean equal(Facts known, Poly difference) {
        Poly opposite = difference.negate();
        boolean atLeast = prover.nonNegative(difference, known);
        boolean atMost = prover.nonNegative(opposite, known);
        if (atLeast && atMost) {
            return true;
        }
        boolean never = (atLeast && prover.nonNegative(difference.plus(-1), known))
                || (atMost && prover.nonNegative(opposite.plus(-1), known));
        return never ? false : null;
    }

    /** The second operand of a comparison less the first, if both are integers. */
    private static @Nullable Poly difference(Expr comparison) {
        Poly a = integer(comparison.operand(0));
        Poly b = integer(comparison.operand(1));
        return a == null || b == null ? null : b.minus(a);
    }

    private static @Nullable Poly integer(Expr node) {
        if (node.head() instanceof Expr.Head.Whole integer) {
            return integer.value();
        }
        boolean whole = node.isNumber() && node.number() == Math.rint(node.number()) && Math.abs(node.number()) < 1e15;
        return whole ? Poly.of((long) node.number()) : null;
    }
}
