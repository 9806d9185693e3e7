package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.order.Accesses;
import dev.costate.compiler.order.ElementRead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What matters of equations for their order. */
final class AccessAnalysis {
    private final Assumptions assumptions;

    private AccessAnalysis(Prover prover) {
        this.assumptions = new Assumptions(prover);
    }

    /** The statement that a flat equation is, with what its conditions say of indices where each read is needed. */
    static Accesses of(Equation e, Prover prover) {
        return new AccessAnalysis(prover).statement(e);
    }

    /**
     * The equation without its reads of some tensors where they are never made, since what is known there cannot hold:
     * they need no order, and no place in one.
     */
    static Equation reachable(Equation e, Set<Tensor> tensors, Exprs make, Prover prover) {
        Map<Expr, Expr> never = new HashMap<>();
        Accesses statement = of(e, prover);
        boolean idle = e.reduction() == Reduction.SET && prover.contradictory(statement.facts());
        for (ElementRead access : statement.reads()) {
            if (tensors.contains(access.tensor()) && (idle || prover.contradictory(access.facts()))) {
                never.put(make.read(access.tensor(), access.subscripts()), make.number(Double.NaN));
            }
        }
        Expr guard = e.guard();
        return never.isEmpty()
                ? e
                : e.with(
                        guard == null ? null : Graph.replace(guard, make, never),
                        Graph.replace(e.value(), make, never));
    }

    private Accesses statement(Equation e) {
        Facts outer = Assumptions.of(e.domain());
        Facts facts = e.guard() == null ? outer : assumptions.assume(outer, e.guard(), true);
        List<ElementRead> reads = new ArrayList<>();
        if (e.guard() != null) {
            add(reads, e.guard(), outer);
        }
        add(reads, e.value(), facts);
        Facts written = e.reduction() == Reduction.SET ? facts : Assumptions.of(elements(e));
        return new Accesses(e.target(), e.subscripts(), e.domain(), written, reads);
    }

    /** The ranges of the elements of a reduction: they have a value also where there is nothing to reduce. */
    private static List<Range> elements(Equation e) {
        Set<Atom.Index> indices = new HashSet<>();
        e.subscripts().forEach(s -> indices.addAll(s.indices()));
        List<Range> ranges = new ArrayList<>();
        for (int k = e.domain().size() - 1; k >= 0; k--) {
            Range range = e.domain().get(k);
            if (indices.contains(range.index())) {
                ranges.add(0, range);
                indices.addAll(range.from().indices());
                indices.addAll(range.to().indices());
            }
        }
        return ranges;
    }

    private void add(List<ElementRead> reads, Expr root, Facts outer) {
        Regions regions = new Regions(List.of(root));
        for (Expr node : root.reads()) {
            Expr.Head.Read read = (Expr.Head.Read) node.head();
            for (Regions.Region need : regions.needs(node)) {
                reads.add(new ElementRead(read.tensor(), read.subscripts(), assumptions.within(outer, need)));
            }
        }
    }
}
