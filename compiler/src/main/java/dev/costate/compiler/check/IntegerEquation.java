package dev.costate.compiler.check;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.PolyBounds;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.EquationPart;
import dev.costate.compiler.sizes.Inference;
import dev.costate.compiler.sizes.IntegerExpressions;
import dev.costate.compiler.sizes.IntegerTerms;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right side of an equation of integers: an integer expression, in which counts, and sums and extremes of integers
 * may stand. Each that is not all of it becomes an equation of its own, over the same indices.
 */
final class IntegerEquation {
    private static final String WHAT = "an equation of integers";

    /** The binders that are integers, with what the equation of one is named by. */
    private static final Map<Term.Binder, String> NAMES = new EnumMap<>(
            Map.of(Term.Binder.COUNT, "Count", Term.Binder.SUM, "Sum", Term.Binder.MAX, "Max", Term.Binder.MIN, "Min"));

    private final Context context;
    private final EquationPart part;
    private final ExpressionChecker expressions;
    private final Set<String> own;
    private final List<Model.Definition> counts = new ArrayList<>();

    /** @param own the quantities that this one needs and that need it */
    IntegerEquation(Context context, FunctionCalls functions, EquationPart part, Inference inference, Set<String> own) {
        this.context = context;
        this.part = part;
        this.own = own;
        this.expressions = new ExpressionChecker(context, functions, part.scope(), inference);
    }

    /** Its value, or null after an error. */
    @Nullable
    Term value() {
        Expression value = part.equation().value();
        if (value instanceof Expression.Binder binder) {
            return reduced(binder);
        }
        Poly poly = new IntegerExpressions(context).counting(this::count).poly(value, part.scope(), WHAT);
        return poly == null ? null : new Term.Int(poly, value.span());
    }

    /** The equations of the binders within it. */
    List<Model.Definition> counts() {
        return counts;
    }

    /** The element of a binder within the expression, which is an equation of its own. */
    private @Nullable Poly count(Expression.Binder binder, Scope scope) {
        boolean branch = !scope.facts().equals(part.facts());
        if (branch || part.isBroken() || IndexWarnings.mentionsAny(binder, own)) {
            context.reporter().report(EquationMessages.countApart(binder));
            return null;
        }
        Term.Reduce reduced = reduced(binder);
        if (reduced == null) {
            return null;
        }
        List<Range> domain = part.domain();
        List<Poly> indices = domain.stream().map(r -> Poly.of(r.index())).toList();
        List<Poly> shape = indices.stream()
                .map(index -> PolyBounds.greatestOver(index, domain).plus(1))
                .toList();
        Tensor tensor = context.tensors()
                .integers(
                        part.symbol() + requireNonNull(NAMES.get(reduced.binder())),
                        Tensor.Role.TEMPORARY,
                        shape,
                        binder.span(),
                        null,
                        null,
                        List.of());
        counts.add(new Model.Definition(tensor, indices, domain, reduced, binder.span()));
        return Poly.of(new Atom.Element(tensor, indices));
    }

    private Term.@Nullable Reduce reduced(Expression.Binder binder) {
        if (!(expressions.number(binder) instanceof Term.Reduce reduce)) {
            return null;
        }
        boolean known = NAMES.containsKey(reduce.binder());
        Term body = reduce.body() == null ? null : IntegerTerms.compared(reduce.body());
        boolean whole = body == null || body instanceof Term.Int;
        if (!known || !whole || (reduce.where() != null && !IntegerTerms.isOfIntegers(reduce.where()))) {
            context.reporter().report(EquationMessages.notOfIntegers(binder, known));
            return null;
        }
        boolean extreme = reduce.binder() == Term.Binder.MAX || reduce.binder() == Term.Binder.MIN;
        if (extreme && !(reduce.where() == null && isNeverEmpty(reduce.ranges()))) {
            context.reporter().report(EquationMessages.extremeOfNothing(binder));
            return null;
        }
        return new Term.Reduce(reduce.binder(), reduce.ranges(), reduce.where(), body, reduce.span());
    }

    private boolean isNeverEmpty(List<Range> ranges) {
        Facts facts = part.scope().facts();
        for (Range range : ranges) {
            if (!context.prover().nonNegative(range.to().minus(range.from()).plus(-1), facts)) {
                return false;
            }
            facts = facts.withRange(range);
        }
        return true;
    }
}
