package dev.costate.compiler.op;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Equations that write a row of tangents or adjoints as a combination of other rows: {@code T[α, s] ⊕= Σ factor · A[β,
 * s]} for all s, no factor with s in it. Such an equation needs no loop over s: each term is one call of a kernel,
 * which looks at the factor once.
 */
public final class Rows {
    /** A row and what it is multiplied by. */
    public record Term(Expr factor, Expr row) {
        /** The read of the row, in a term of an equation. */
        public Expr.Head.Read read() {
            return (Expr.Head.Read) row.head();
        }
    }

    private final Exprs make;
    private final Atom.Index index;
    private final List<Term> terms = new ArrayList<>();

    private Rows(Exprs make, Atom.Index index) {
        this.make = make;
        this.index = index;
    }

    /**
     * The range over the entries of the row that an equation writes, null if it writes none as a combination of rows.
     */
    public static @Nullable Range range(Exprs make, Equation e) {
        Range last = e.domain().isEmpty() ? null : e.domain().get(e.domain().size() - 1);
        return last != null && last.isRow() && !terms(make, e, last.index()).isEmpty() ? last : null;
    }

    /** The terms of an equation that writes a row; none if it is no combination of rows. */
    public static List<Term> terms(Exprs make, Equation e, Atom.Index index) {
        boolean adds = e.reduction() == Reduction.SET || e.reduction() == Reduction.SUM;
        if (!adds
                || !isAlong(e.subscripts(), index)
                || (e.guard() != null && e.guard().free().contains(index))) {
            return List.of();
        }
        Rows rows = new Rows(make, index);
        return rows.add(e.value()) ? rows.terms : List.of();
    }

    /** Whether subscripts walk the last axis, and only that, as the index does. */
    private static boolean isAlong(List<Poly> subscripts, Atom.Index index) {
        int last = subscripts.size() - 1;
        return last >= 0
                && !subscripts.get(last).minus(Poly.of(index)).indices().contains(index)
                && subscripts.subList(0, last).stream()
                        .noneMatch(s -> s.indices().contains(index));
    }

    /** Where a row begins. */
    public static List<Poly> start(List<Poly> subscripts, Range range) {
        return subscripts.stream()
                .map(s -> s.substitute(atom -> atom.equals(range.index()) ? range.from() : null))
                .toList();
    }

    /** Adds an expression, if it is a combination of rows. */
    private boolean add(Expr root) {
        Deque<Term> open = new ArrayDeque<>(List.of(new Term(make.number(1), root)));
        Set<Expr> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Term next = open.pop();
            Expr node = next.row();
            if (isRow(node)) {
                terms.add(next);
            } else if (!seen.add(node)) {
                return false;
            } else if (Arithmetic.ADD.equals(node.op())) {
                open.push(new Term(next.factor(), node.operand(1)));
                open.push(new Term(next.factor(), node.operand(0)));
            } else if (Arithmetic.SUB.equals(node.op())) {
                open.push(new Term(make.apply(Arithmetic.NEG, next.factor()), node.operand(1)));
                open.push(new Term(next.factor(), node.operand(0)));
            } else if (Arithmetic.NEG.equals(node.op())) {
                open.push(new Term(make.apply(Arithmetic.NEG, next.factor()), node.operand(0)));
            } else {
                Term product = product(next);
                if (product == null) {
                    return false;
                }
                terms.add(product);
            }
        }
        return true;
    }

    /** A row times what is the same in all of it, or null if it is none. */
    private @Nullable Term product(Term term) {
        Expr node = term.row();
        if (!ZeroProducts.ZERO_MUL.equals(node.op()) && !Arithmetic.MUL.equals(node.op())) {
            return null;
        }
        int row = isRow(node.operand(0)) ? 0 : 1;
        Expr factor = node.operand(1 - row);
        boolean fits = isRow(node.operand(row)) && !factor.free().contains(index);
        return fits ? new Term(make.apply(ZeroProducts.ZERO_MUL, term.factor(), factor), node.operand(row)) : null;
    }

    private boolean isRow(Expr node) {
        return node.head() instanceof Expr.Head.Read read && isAlong(read.subscripts(), index);
    }
}
