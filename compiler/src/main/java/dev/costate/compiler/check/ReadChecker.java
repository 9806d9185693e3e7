package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.IntegerExpressions;
import dev.costate.compiler.sizes.Scope;
import dev.costate.compiler.sizes.SubscriptMessages;
import dev.costate.compiler.sizes.Variable;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Subscript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names, subscripted arrays and slices. */
final class ReadChecker {
    private final Context context;
    private final Scope scope;
    private final ExpressionChecker expressions;

    ReadChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
        this.context = expressions.context;
        this.scope = expressions.scope;
    }

    /** A name that is not subscripted: a number, or an array as a whole. */
    @Nullable
    Term name(Expression.Name e) {
        Term term = named(e);
        if (term instanceof Term.Whole whole) {
            new Slices(context, scope).readAll(whole.tensor(), e.span());
        } else if (term instanceof Term.Read read) {
            scope.read(read.tensor(), read.subscripts(), scope.facts(), e.span());
        }
        return term;
    }

    private @Nullable Term named(Expression.Name e) {
        Variable index = scope.indices().get(e.name());
        if (index != null) {
            return index.isBroken() ? null : new Term.Int(index.poly(), e.span());
        }
        Poly integer = scope.integers().get(e.name());
        if (integer != null) {
            Tensor handed = scope.handed().get(e.name());
            return handed == null || expressions.fits(integer)
                    ? new Term.Int(integer, e.span())
                    : new Term.Int(integer, new Term.Read(handed, List.of(), e.span()), e.span());
        }
        Tensor own = scope.parameters().get(e.name());
        if (own != null) {
            return Elements.whole(own, e.span());
        }
        Symbol symbol = context.symbols().find(e.name());
        if (scope.functions().containsKey(e.name())) {
            return withoutArgument(e.name(), "function", e.span());
        } else if (symbol == null) {
            return builtin(e);
        }
        if (!usable(symbol, e.span())) {
            return null;
        }
        if (symbol.kind() == Symbol.Kind.DIM || symbol.size() != null) {
            return symbol.size() == null ? null : new Term.Int(symbol.size(), e.span());
        }
        return symbol.tensor() == null ? null : Elements.whole(symbol.tensor(), e.span());
    }

    private @Nullable Term builtin(Expression.Name e) {
        Double constant = Builtins.constant(e.name());
        if (constant != null) {
            return new Term.Constant(constant, e.span());
        }
        String known = Builtins.describe(e.name());
        if (known == null || context.symbols().isUnparsed(e.name())) {
            context.symbols().undeclared(e.name(), e.span(), names());
            return null;
        }
        return withoutArgument(e.name(), known, e.span());
    }

    private @Nullable Term withoutArgument(String name, String what, Span span) {
        context.reporter().report(ValueMessages.withoutArgument(name, what, span));
        return null;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(scope.indices().keySet());
        names.addAll(scope.own());
        return names;
    }

    /** Whether the symbol is known, may be named here and is a value; reports the last two. */
    private boolean usable(Symbol symbol, Span span) {
        if (symbol.isBroken() || !scope.isVisible(symbol, span, context.reporter())) {
            return false;
        }
        if (symbol.kind() == Symbol.Kind.FUNCTION) {
            context.reporter().report(ValueMessages.withoutArgument(symbol.text(), "function", span));
            return false;
        }
        return true;
    }

    @Nullable
    Term subscripted(Expression.Subscripted e) {
        if (e.base() instanceof Expression.Name name && !isArray(name)) {
            noArray(name, e);
            return null;
        }
        Term array = value(e.base());
        if (array == null && e.base() instanceof Expression.Call call && CallChecker.isExtreme(call.name())) {
            return null; // perhaps a binder was meant, and these are no subscripts
        }
        List<Term.Axis> axes = new ArrayList<>();
        List<Span> spans = new ArrayList<>();
        List<Poly> shape = array == null ? List.of() : array.shape();
        for (int k = 0; k < e.subscripts().size(); k++) {
            Subscript subscript = e.subscripts().get(k);
            Term.Axis axis = axis(subscript, k < shape.size() ? shape.get(k) : Poly.ZERO);
            if (axis != null) {
                axes.add(axis);
                spans.add(subscript.span());
            }
        }
        if (array != null && e.subscripts().size() != shape.size()) {
            wrongCount(array, e);
        }
        if (array == null || e.subscripts().size() != shape.size()) {
            return null;
        }
        return axes.size() < shape.size() ? null : new Slices(context, scope).of(array, axes, spans, e.span());
    }

    private @Nullable Term value(Expression base) {
        Term array = base instanceof Expression.Name name ? named(name) : expressions.value(base);
        if (array != null && array.kind() != Term.Kind.ARRAY) {
            context.reporter().report(ValueMessages.subscriptsOfNumber(base.span()));
            return null;
        }
        return array;
    }

    /** Whether the name is that of an array or scalar, or in error. */
    private boolean isArray(Expression.Name name) {
        if (scope.indices().containsKey(name.name()) || scope.integers().containsKey(name.name())) {
            return false;
        }
        Tensor own = scope.parameters().get(name.name());
        Symbol symbol = context.symbols().find(name.name());
        if (own != null || symbol == null) {
            return own != null ? !own.shape().isEmpty() : Builtins.describe(name.name()) == null;
        }
        boolean scalar = symbol.tensor() != null && symbol.tensor().shape().isEmpty();
        return symbol.isBroken() || (!scalar && symbol.kind() != Symbol.Kind.DIM);
    }

    /** Reports subscripts of what is no array. */
    private void noArray(Expression.Name name, Expression.Subscripted e) {
        Symbol symbol =
                scope.own().contains(name.name()) ? null : context.symbols().find(name.name());
        if (symbol == null || scope.indices().containsKey(name.name())) {
            if (!context.symbols().isUnparsed(name.name())) {
                context.reporter().report(ValueMessages.noArray(name, e.span()));
            }
        } else if (usable(symbol, name.span())) {
            int subscripts = e.subscripts().size();
            context.reporter()
                    .report(
                            symbol.kind() == Symbol.Kind.DIM
                                    ? ValueMessages.subscriptsOfDim(symbol, e.span())
                                    : SubscriptMessages.count(
                                            symbol.text(), List.of(), subscripts, symbol.span(), e.span()));
        }
    }

    private void wrongCount(Term array, Expression.Subscripted e) {
        int subscripts = e.subscripts().size();
        context.reporter()
                .report(
                        array instanceof Term.Whole whole
                                ? SubscriptMessages.count(whole.tensor(), subscripts, e.span())
                                : SubscriptMessages.count(array.shape(), subscripts, e.span()));
    }

    private Term.@Nullable Axis axis(Subscript subscript, Poly size) {
        if (subscript instanceof Subscript.At at) {
            Poly poly = new IntegerExpressions(context).poly(at.value(), scope, "a subscript");
            return poly == null ? null : new Term.Axis.At(poly);
        } else if (subscript instanceof Subscript.Slice slice) {
            Poly from = new IntegerExpressions(context).poly(slice.range().from(), scope, "a slice");
            Poly to = new IntegerExpressions(context).poly(slice.range().to(), scope, "a slice");
            Poly end = to == null || !slice.range().inclusive() ? to : to.plus(1);
            return from == null || end == null ? null : new Term.Axis.Along(from, end.minus(from));
        }
        return new Term.Axis.Along(Poly.ZERO, size);
    }
}
