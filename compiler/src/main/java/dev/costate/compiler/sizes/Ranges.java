package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Relation;
import dev.costate.compiler.syntax.RangeExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives index variables their ranges as they come into scope. */
public final class Ranges {
    private static final String WHAT = "a range";

    private final Context context;
    private final Scope scope;

    public Ranges(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    /**
     * Finds the range of a variable and brings it into scope; a variable in error comes into scope as such.
     *
     * @return conditions on it that are not in the range
     */
    public List<Term> enter(Variable variable, String proposal) {
        List<Term> conditions = new ArrayList<>();
        if (!variable.broken) {
            Range range = base(variable, proposal);
            if (range != null && variable.isNarrowed()) {
                range = narrowed(variable, range, conditions);
            }
            variable.range = range;
            variable.broken = range == null;
            if (range != null) {
                scope.know(scope.facts().withRange(variable.poly(), range.from(), range.to()));
            }
        }
        scope.indices().putIfAbsent(variable.name.name(), variable);
        return conditions;
    }

    private @Nullable Range base(Variable variable, String proposal) {
        if (variable.stated != null) {
            return stated(variable.index, variable.stated);
        }
        Variable limit = variable.limit;
        if (variable.extent != null) {
            return Range.upTo(variable.index, variable.extent);
        } else if (variable.adopted != null) {
            return variable.adopted;
        } else if (variable.usedUnknown || (limit != null && limit.broken)) {
            return null;
        } else if (limit != null && limit.range != null) {
            if (!limit.range.from().isZero() && variable.mentioned) {
                context.reporter().report(IndexMessages.leftOut(variable.name, limit.name, limit.range.from()));
            }
            return new Range(variable.index, limit.range.from(), limit.range.to());
        }
        context.reporter().doubtful(IndexMessages.noRange(variable, proposal));
        return null;
    }

    private @Nullable Range stated(Atom.Index index, RangeExpression range) {
        Poly from = Poly.ZERO;
        Poly to;
        if (range instanceof RangeExpression.Between between) {
            from = new IntegerExpressions(context).poly(between.from(), scope, WHAT);
            to = new IntegerExpressions(context).poly(between.to(), scope, WHAT);
            to = to != null && between.inclusive() ? to.plus(1) : to;
        } else {
            to = new IntegerExpressions(context).poly(((RangeExpression.Extent) range).size(), scope, WHAT);
        }
        if (from != null && to != null && !(ArrayLimits.isInt(from) && ArrayLimits.isInt(to))) {
            Poly large = ArrayLimits.isInt(to) ? from : to;
            context.reporter().report(SizeMessages.tooLarge(range.span(), "a bound of this range", large));
            return null;
        }
        return from == null || to == null ? null : new Range(index, Integrality.exact(from), Integrality.exact(to));
    }

    private @Nullable Range narrowed(Variable variable, Range base, List<Term> conditions) {
        Relation relation = variable.narrowing == null ? null : variable.narrowing.relation();
        Expression stated = variable.narrowing == null ? null : variable.narrowing.limit();
        if (relation == null || stated == null) {
            return base;
        }
        Span span = stated.span();
        Poly limit = new IntegerExpressions(context).poly(stated, scope, WHAT);
        if (limit == null) {
            return null;
        }
        limit = Integrality.exact(limit);
        Poly to = relation == Relation.LESS ? limit : limit.plus(1);
        Poly from = relation == Relation.GREATER ? limit.plus(1) : limit;
        boolean above = relation == Relation.GREATER || relation == Relation.GREATER_EQUAL;
        if (relation != Relation.NOT_EQUAL && !above && holds(base.to().minus(to))) {
            return new Range(base.index(), base.from(), to);
        } else if (above && holds(from.minus(base.from()))) {
            return new Range(base.index(), from, base.to());
        }
        conditions.add(new Term.Comparison(
                new Term.Int(variable.poly(), variable.name.span()),
                List.of(new Term.Test(relation, new Term.Int(limit, span))),
                variable.name.span().to(span)));
        return base;
    }

    private boolean holds(Poly nonNegative) {
        return context.prover().nonNegative(nonNegative, scope.facts());
    }
}
