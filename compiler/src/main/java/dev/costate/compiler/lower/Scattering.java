package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Guards;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums over classes in one pass: {@code s[k] += x[n]} for all k and n where {@code label[n] == k} is
 * {@code s[label[n]] += x[n]} for all n.
 */
final class Scattering {
    private final Exprs make;
    private final Prover prover;

    private Scattering(Exprs make, Prover prover) {
        this.make = make;
        this.prover = prover;
    }

    /** The equation as a scatter, if it is a reduction over classes. */
    static Equation scatter(Equation equation, Exprs make, Prover prover) {
        return new Scattering(make, prover).scattered(equation);
    }

    private Equation scattered(Equation equation) {
        Equation e = equation;
        for (Range range : equation.domain()) {
            Expr guard = e.guard();
            Equation next = e.reduction() == Reduction.SET || guard == null
                    ? null
                    : without(e, Guards.conditions(guard), range.index());
            e = next == null ? e : next;
        }
        return e;
    }

    /** The equation with the value that its guard gives an index in the place of that index; null if there is none. */
    private @Nullable Equation without(Equation e, List<Expr> conditions, Atom.Index index) {
        boolean written = e.subscripts().stream().anyMatch(s -> s.indices().contains(index));
        boolean bounds = e.domain().stream()
                .anyMatch(r ->
                        r.from().indices().contains(index) || r.to().indices().contains(index));
        Poly value = written && !bounds ? value(conditions, index) : null;
        if (value == null) {
            return null;
        }
        List<Range> domain = new ArrayList<>();
        Facts facts = Facts.NONE;
        Range own = null;
        for (Range range : e.domain()) {
            if (range.index().equals(index)) {
                own = range;
            } else {
                domain.add(range);
                facts = facts.withRange(range);
            }
        }
        Substitution substitution = new Substitution(make, Map.of(index, value));
        Expr guard = null;
        for (Expr condition : conditions) {
            Expr holds = substitution.apply(condition);
            guard = Guards.and(make, guard, holds);
        }
        if (own == null
                || !own.from().indices().isEmpty()
                || !own.to().indices().isEmpty()) {
            return null;
        }
        guard = within(value.minus(own.from()), guard, facts);
        guard = within(own.to().minus(value).plus(-1), guard, facts);
        return new Equation(
                e.target(),
                e.subscripts().stream().map(substitution::apply).toList(),
                domain,
                guard,
                e.reduction(),
                substitution.apply(e.value()),
                e.span());
    }

    /** What an equality says that the index is, taken out of the conditions; null if none does. */
    private static @Nullable Poly value(List<Expr> conditions, Atom.Index index) {
        for (Expr condition : conditions) {
            if (condition.op() == Comparisons.EQ
                    && condition.operand(0).head() instanceof Expr.Head.Whole a
                    && condition.operand(1).head() instanceof Expr.Head.Whole b) {
                Poly value = index.equals(a.value().asIndex()) ? b.value() : a.value();
                boolean known = (index.equals(a.value().asIndex())
                                || index.equals(b.value().asIndex()))
                        && !value.indices().contains(index)
                        && value.asAtom() instanceof Atom.Element;
                if (known) {
                    conditions.remove(condition);
                    return value;
                }
            }
        }
        return null;
    }

    private @Nullable Expr within(Poly nonNegative, @Nullable Expr guard, Facts facts) {
        if (prover.nonNegative(nonNegative, facts)) {
            return guard;
        }
        Expr holds = make.apply(Comparisons.LE, make.number(0), make.integer(nonNegative));
        return Guards.before(make, holds, guard);
    }
}
