package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.order.Access;
import dev.costate.compiler.order.Statement;
import java.util.ArrayList;
import java.util.List;

/** What matters of equations for their order. */
final class Statements {
    private final Assumptions assumptions;

    private Statements(Prover prover) {
        this.assumptions = new Assumptions(prover);
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
        Facts facts = e.guard() == null ? outer : assumptions.assume(outer, e.guard(), true);
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
            Facts facts = assumptions.within(outer, regions.home(node));
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            reads.add(new Access(read.tensor(), read.subscripts(), facts));
        }
    }
}
