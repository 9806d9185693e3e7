package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.op.Ops;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What conditions say of integers. */
final class Assumptions {
    private final Prover prover;

    Assumptions(Prover prover) {
        this.prover = prover;
    }

    /** The facts and what holds in a region. */
    Facts within(Facts outer, Regions.Region region) {
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
    Facts assume(Facts known, Expr condition, boolean holds) {
        Op op = condition.op();
        if (op == Ops.NOT) {
            return assume(known, condition.operand(0), !holds);
        } else if (op == (holds ? Ops.AND : Ops.OR)) {
            return assume(assume(known, condition.operand(0), holds), condition.operand(1), holds);
        }
        if (op != Ops.LT && op != Ops.LE && op != Ops.EQ && op != Ops.NE) {
            return known;
        }
        Poly a = integer(condition.operand(0));
        Poly b = integer(condition.operand(1));
        if (a == null || b == null) {
            return known;
        }
        Poly difference = b.minus(a);
        if (op == Ops.EQ || op == Ops.NE) {
            return holds == (op == Ops.EQ) ? known.withEqual(a, b) : different(known, difference);
        }
        boolean strict = op == Ops.LT;
        return known.with(List.of(
                holds ? difference.plus(strict ? -1 : 0) : difference.negate().plus(strict ? 0 : -1)));
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

    private static @Nullable Poly integer(Expr node) {
        if (node.head() instanceof Expr.Head.Integer integer) {
            return integer.value();
        }
        boolean whole = node.isNumber() && node.number() == Math.rint(node.number()) && Math.abs(node.number()) < 1e15;
        return whole ? Poly.of((long) node.number()) : null;
    }
}
