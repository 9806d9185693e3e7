package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Guards;
import dev.costate.compiler.op.Rows;
import dev.costate.compiler.op.ZeroProducts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Vertex elimination among rows of tangents or adjoints: a row that is read once is not computed, what reads it takes
 * what the row is made of, multiplied by both partial derivatives:
 *
 * <pre>   Ṫ[α, s] += Σ p · Ȧ[β, s],  Ṙ[γ, s] += f · Ṫ[δ, s]   become   Ṙ[γ, s] += Σ (f p) · Ȧ[β, s] </pre>
 *
 * <p>Numbers are multiplied instead of rows, and where f is zero no row is looked at. Only where each element of T is
 * read by one iteration of R: elsewhere rows would be added up more often than before. See A. Griewank, A. Walther:
 * Evaluating Derivatives (2008), chapter 9, for the elimination of vertices of degree one.
 */
public final class Elimination {
    private final Exprs make;
    private final Set<Tensor> kept;
    private final Map<Tensor, List<Equation>> writers = new HashMap<>();
    private final Map<Tensor, Integer> reads = new HashMap<>();
    private final Set<Equation> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    private int moved;

    private Elimination(Exprs make, Set<Tensor> kept, List<Equation> equations) {
        this.make = make;
        this.kept = kept;
        for (Equation e : equations) {
            writers.computeIfAbsent(e.target(), t -> new ArrayList<>()).add(e);
            for (Expr node : e.reads()) {
                reads.merge(((Expr.Head.Read) node.head()).tensor(), 1, Integer::sum);
            }
        }
    }

    /**
     * The equations without rows that are read once.
     *
     * @param kept tensors whose equations must stay
     */
    public static List<Equation> eliminate(Exprs make, List<Equation> equations, Set<Tensor> kept) {
        if (equations.stream().allMatch(e -> Rows.range(make, e) == null)) {
            return equations;
        }
        Elimination elimination = new Elimination(make, kept, equations);
        Deque<Equation> result = new ArrayDeque<>();
        for (int k = equations.size() - 1; k >= 0; k--) {
            Equation e = equations.get(k);
            if (!elimination.gone.contains(e)) {
                elimination.expanded(e).forEach(result::addFirst);
            }
        }
        return List.copyOf(result);
    }

    /** An equation that adds rows, each times a number. */
    private record Combination(Equation equation, List<Rows.Term> terms) {}

    /** An equation with what its rows are made of in their place; several, the last first, where it sums over more. */
    private List<Equation> expanded(Equation equation) {
        Range row = Rows.range(make, equation);
        if (row == null) {
            return List.of(equation);
        }
        List<Equation> result = new ArrayList<>();
        Deque<Combination> open = new ArrayDeque<>();
        open.push(new Combination(equation, Rows.terms(make, equation, row.index())));
        while (!open.isEmpty()) {
            Combination next = open.pop();
            List<Combination> more = new ArrayList<>();
            List<Rows.Term> terms = expanded(next, more);
            if (!more.isEmpty()) {
                // What it sums over more is to come behind it.
                open.push(new Combination(next.equation(), terms));
                for (int k = more.size() - 1; k >= 0; k--) {
                    open.push(more.get(k));
                }
            } else if (!terms.isEmpty()) {
                Equation e = next.equation();
                result.add(terms.equals(Rows.terms(make, e, row.index())) ? e : e.with(e.guard(), sum(terms)));
            }
        }
        return result;
    }

    /**
     * The terms with those in the place of each row that it is made of.
     *
     * @param more what is summed over more than the equation is, to be added by itself
     */
    private List<Rows.Term> expanded(Combination combination, List<Combination> more) {
        Equation e = combination.equation();
        Map<Expr, Integer> counts = new HashMap<>();
        combination.terms().forEach(term -> counts.merge(term.row(), 1, Integer::sum));
        Deque<Rows.Term> open = new ArrayDeque<>(combination.terms());
        List<Rows.Term> terms = new ArrayList<>();
        while (!open.isEmpty()) {
            Rows.Term term = open.poll();
            if (counts.getOrDefault(term.row(), 0) == 1 && isEliminable(e, term)) {
                counts.remove(term.row());
                for (Rows.Term made : eliminate(e, term, more)) {
                    counts.merge(made.row(), 1, Integer::sum);
                    open.add(made);
                }
            } else {
                terms.add(term);
            }
        }
        return terms;
    }

    private boolean isEliminable(Equation e, Rows.Term term) {
        Expr.Head.Read read = term.read();
        Tensor tensor = read.tensor();
        List<Equation> all = writers.getOrDefault(tensor, List.of());
        if (reads.getOrDefault(tensor, 0) != 1 || all.size() != 1 || kept.contains(tensor) || e.target() == tensor) {
            return false;
        }
        Equation writer = all.get(0);
        Range row = Rows.range(make, writer);
        boolean sums = writer.reduction() == Reduction.SUM || writer.guard() != null;
        return row != null
                && covers(writer)
                && writer.domain().stream().noneMatch(Range::isShared)
                && (!sums || e.reduction() == Reduction.SUM)
                && e.domain().stream().allMatch(range -> read.subscripts().contains(Poly.of(range.index())));
    }

    /** Whether the subscripts of an equation are indices that take all values. */
    private static boolean covers(Equation e) {
        List<Poly> subscripts = e.subscripts();
        for (int axis = 0; axis < subscripts.size(); axis++) {
            Poly size = e.target().shape().get(axis);
            Poly subscript = subscripts.get(axis);
            boolean whole = e.domain().stream()
                    .anyMatch(r ->
                            subscript.equals(Poly.of(r.index())) && r.from().isZero() && r.to().equals(size));
            if (!whole || subscripts.indexOf(subscript) != axis) {
                return false;
            }
        }
        return true;
    }

    /** What the row of a term is made of; nothing if that is among what is summed over more. */
    private List<Rows.Term> eliminate(Equation e, Rows.Term term, List<Combination> more) {
        Equation writer =
                Objects.requireNonNull(writers.get(term.read().tensor())).get(0);
        gone.add(writer);
        Map<Atom.Index, Poly> images = new HashMap<>();
        for (int axis = 0; axis < writer.subscripts().size(); axis++) {
            images.put(
                    writer.subscripts().get(axis).asIndex(),
                    term.read().subscripts().get(axis));
        }
        List<Range> summed = new ArrayList<>();
        for (Range range : writer.domain()) {
            if (!images.containsKey(range.index())) {
                images.put(
                        range.index(), Poly.of(new Atom.Index(range.index().name(), Atom.Index.Kind.INLINED, moved++)));
                summed.add(new Substitution(make, images).renamed(range));
            }
        }
        Substitution here = new Substitution(make, images);
        Atom.Index index = e.domain().get(e.domain().size() - 1).index();
        List<Rows.Term> made = new ArrayList<>();
        for (Rows.Term t : Rows.terms(make, writer, index)) {
            Expr factor = make.apply(ZeroProducts.ZERO_MUL, term.factor(), here.apply(t.factor()));
            made.add(new Rows.Term(factor, here.apply(t.row())));
        }
        if (summed.isEmpty() && writer.guard() == null) {
            return made;
        }
        List<Range> domain = new ArrayList<>(e.domain());
        domain.addAll(domain.size() - 1, summed);
        Expr guard = e.guard();
        if (writer.guard() != null) {
            Expr own = here.apply(writer.guard());
            guard = Guards.and(make, guard, own);
        }
        Equation by = new Equation(e.target(), e.subscripts(), domain, guard, Reduction.SUM, sum(made), e.span());
        more.add(new Combination(by, made));
        return List.of();
    }

    private Expr sum(List<Rows.Term> terms) {
        Expr sum = make.number(0);
        for (Rows.Term term : terms) {
            sum = make.apply(Arithmetic.ADD, sum, make.apply(ZeroProducts.ZERO_MUL, term.row(), term.factor()));
        }
        return sum;
    }
}
