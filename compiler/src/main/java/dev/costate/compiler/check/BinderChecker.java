package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.order.ElementRead;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.OutOfRange;
import dev.costate.compiler.sizes.Ranges;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.sizes.Variable;
import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binders: sums, maxima, counts, softmax. */
final class BinderChecker {
    private final ExpressionChecker expressions;
    private final Context context;
    private final Scope scope;
    private final IndexWarnings warnings;

    BinderChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.context = expressions.context;
        this.scope = expressions.scope;
        this.warnings = new IndexWarnings(context);
    }

    @Nullable
    Term binder(Expression.Binder e) {
        String name = e.name().name();
        if (Builtins.normalizes(name)) {
            return softmax(e, name.equals(Builtins.LOGSOFTMAX));
        }
        Term.Binder binder = Builtins.binder(name);
        if (binder == null) {
            throw new CompilerBug("check", "no binder " + name);
        }
        Facts outside = scope.facts();
        List<Variable> variables = new ArrayList<>();
        List<Term> conditions = new ArrayList<>();
        for (Expression.BoundIndex index : e.indices()) {
            Variable variable = variable(index);
            variables.add(variable);
            String proposal = "`" + name + "(" + index.name() + " in …)`";
            conditions.addAll(new Ranges(context, scope).enter(variable, proposal));
        }
        boolean right = variables.stream().noneMatch(v -> v.isBroken());
        if (e.where() != null) {
            Term where = expressions.condition(e.where());
            right &= where != null;
            conditions = flattened(conditions, where);
        }
        Term where = conjunction(conditions);
        expressions.assume(where, true);
        variables.forEach(v -> v.narrow(where));
        Term body = e.body() == null ? null : expressions.number(e.body());
        right &= e.body() == null || body != null;
        scope.know(outside);
        variables.forEach(v -> scope.indices().remove(v.name().name(), v));
        if (right && binder == Term.Binder.MEAN) {
            right = hasValues(variables);
        }
        if (right) {
            warnings.check(e, binder, variables);
        }
        return right ? new Term.Reduce(binder, ranges(variables), where, body, e.span()) : null;
    }

    /** Whether no index of a mean is sure to take no value. */
    private boolean hasValues(List<Variable> variables) {
        for (Variable variable : variables) {
            Range range = variable.range();
            if (range != null
                    && context.prover().nonNegative(range.extent().negate(), scope.facts())
                    && !context.prover().contradictory(scope.facts())) {
                context.reporter().report(BinderMessages.emptyMean(variable.name(), range));
                return false;
            }
        }
        return true;
    }

    private Variable variable(Expression.BoundIndex index) {
        Variable variable = expressions.inference.variable(index);
        if (variable == null) {
            throw new CompilerBug("check", "index " + index.name() + " was not seen by inference");
        }
        return variable;
    }

    private static List<Term> flattened(List<Term> conditions, @Nullable Term where) {
        List<Term> all = new ArrayList<>(conditions);
        if (where instanceof Term.Logical logical && logical.and()) {
            all.addAll(logical.operands());
        } else if (where != null) {
            all.add(where);
        }
        return all;
    }

    private static @Nullable Term conjunction(List<Term> conditions) {
        if (conditions.size() <= 1) {
            return conditions.isEmpty() ? null : conditions.get(0);
        }
        Span span = conditions
                .get(0)
                .span()
                .to(conditions.get(conditions.size() - 1).span());
        return new Term.Logical(true, conditions, span);
    }

    private static List<Range> ranges(List<Variable> variables) {
        List<Range> ranges = new ArrayList<>();
        for (Variable variable : variables) {
            if (variable.range() != null) {
                ranges.add(variable.range());
            }
        }
        return ranges;
    }

    private @Nullable Term softmax(Expression.Binder e, boolean logarithm) {
        Expression body = e.body();
        Expression.BoundIndex index = e.indices().get(0);
        if (e.indices().size() > 1
                || index.range() != null
                || index.limit() != null
                || e.where() != null
                || body == null) {
            context.reporter().report(BinderMessages.softmaxRange(e));
            return null;
        }
        Variable variable = scope.indices().get(index.name().name());
        if (variable == null) {
            context.symbols().told(index.name().name());
            context.reporter()
                    .report(BinderMessages.softmaxIndex(
                            e, index.name(), scope.indices().keySet()));
        }
        if (variable != null && !isFree(e, variable, body)) {
            return null;
        }
        int before = scope.reads().size();
        Facts outside = scope.facts();
        scope.know(anywhere(variable));
        Term value = expressions.number(body);
        scope.know(outside);
        if (variable == null || variable.isBroken() || variable.range() == null || value == null) {
            return null;
        }
        readAll(scope.reads().subList(before, scope.reads().size()), variable);
        warnings.checkSoftmax(e, body, variable);
        return new Term.Softmax(logarithm, variable.range(), variable.where(), value, e.span());
    }

    /**
     * What is known wherever the index takes a value, and not just at the one in scope, which conditions around may
     * narrow.
     */
    private Facts anywhere(@Nullable Variable variable) {
        if (variable == null || variable.range() == null) {
            return scope.facts();
        }
        Facts facts = Facts.of(scope.facts().all().stream()
                        .filter(fact -> !fact.indices().contains(variable.index()))
                        .toList())
                .withRange(variable.range());
        return variable.where() == null ? facts : context.conditions().assume(facts, variable.where(), true);
    }

    /** Whether the body uses no index whose range says which values of this one there are; reports it. */
    private boolean isFree(Expression.Binder e, Variable variable, Expression body) {
        Set<Atom.Index> bounding = new HashSet<>(Set.of(variable.index()));
        for (Variable inner : scope.indices().values()) {
            Range range = inner.range();
            if (range != null && bounding.stream().anyMatch(range::isBoundedBy)) {
                bounding.add(inner.index());
                if (IndexWarnings.mentions(body, inner.name().name())) {
                    context.reporter().report(BinderMessages.softmaxBody(e, variable.name(), inner.name()));
                    return false;
                }
            }
        }
        return true;
    }

    /** Notes that the body is evaluated for all values of the index, not just the one in scope. */
    private void readAll(List<Scope.Place> reads, Variable variable) {
        Map<Atom.Index, Poly> other =
                Map.of(variable.index(), Poly.of(Atom.Index.free(variable.name().name(), context.newIndex())));
        List<Scope.Place> added = new ArrayList<>();
        for (Scope.Place read : reads) {
            List<Poly> subscripts = read.access().subscripts().stream()
                    .map(s -> OutOfRange.substitute(s, other))
                    .toList();
            Facts known = read.access().facts().substitute(other);
            added.add(new Scope.Place(new ElementRead(read.access().tensor(), subscripts, known), read.span()));
        }
        scope.reads().addAll(added);
    }
}
