package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.order.Access;
import dev.costate.compiler.order.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What matters of equations for their order. */
final class Statements {
    private final Prover prover;

    private Statements(Prover prover) {
        this.prover = prover;
    }

    /** The statement that a flat equation is, with what its conditions say of indices where each read is made. */
    static Statement of(Equation e, Prover prover) {
        return new Statements(prover).statement(e);
    }

    private Statement statement(Equation e) {
        Facts outer = Facts.NONE;
        for (Range range : e.domain()) {
            outer = outer.withRange(range);
        }
        Facts facts = e.guard() == null ? outer : assume(outer, e.guard(), true);
        List<Access> reads = new ArrayList<>();
        if (e.guard() != null) {
            add(reads, e.guard(), outer);
        }
        add(reads, e.value(), facts);
        return new Statement(e.target(), e.subscripts(), e.domain(), facts, reads);
    }

    private void add(List<Access> reads, Expr root, Facts outer) {
        Regions regions = new Regions(List.of(root));
        for (Expr node : Graph.reads(List.of(root))) {
            Facts facts = outer;
            List<Regions.Region> path = new ArrayList<>(Regions.path(regions.home(node), regions.outermost()));
            Collections.reverse(path);
            for (Regions.Region region : path) {
                facts = assume(facts, region.condition(), region.holds());
            }
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            reads.add(new Access(read.tensor(), read.subscripts(), facts));
        }
    }

    /** The facts and that a condition holds, or that it does not, as far as it compares integers. */
    private Facts assume(Facts known, Expr condition, boolean holds) {
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
