package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Integer expressions, that is sizes, ranges and subscripts, as polynomials. {@code /} is exact division here.
 *
 * <p>Long, since each kind of expression has its rule here, together with what is to be said of one that is no integer.
 */
public final class IntegerExpressions {
    /** A polynomial with more terms than this is no formula that a person wrote. */
    private static final int TERMS = 500;

    private final Context context;
    private final Symbols symbols;
    private final Reporter reporter;
    /** What stands for a count or sum; null where there can be none. */
    private final @Nullable Counts counts;

    /** Makes integers of binders. */
    public interface Counts {
        /** The integer, or null after an error. */
        @Nullable
        Poly count(Expression.Binder binder, Scope scope);
    }

    public IntegerExpressions(Context context) {
        this(context, context.reporter());
    }

    /** One that says to another reporter what is no integer. */
    public IntegerExpressions(Context context, Reporter reporter) {
        this(context, reporter, null);
    }

    private IntegerExpressions(Context context, Reporter reporter, @Nullable Counts counts) {
        this.counts = counts;
        this.context = context;
        this.symbols = context.symbols();
        this.reporter = reporter;
    }

    /** The same where counts and sums are integers. */
    public IntegerExpressions counting(Counts counted) {
        return new IntegerExpressions(context, reporter, counted);
    }

    /**
     * The polynomial, or null after an error.
     *
     * @param what what the expression is to be, with its article, for messages: {@code a size}
     */
    public @Nullable Poly poly(Expression e, Scope scope, String what) {
        if (e instanceof Expression.Literal literal) {
            return literal(literal, what);
        } else if (e instanceof Expression.Name name) {
            return name(name, scope, what);
        } else if (e instanceof Expression.Negate negate) {
            Poly operand = poly(negate.operand(), scope, what);
            Poly negated = operand == null ? null : negated(operand);
            if (negated == null && operand != null) {
                reporter.report(IntegerMessages.tooLarge(negate.span()));
            }
            return negated;
        } else if (e instanceof Expression.Chain chain) {
            return chain(chain, scope, what);
        } else if (e instanceof Expression.Call call) {
            return call(call, scope, what);
        } else if (e instanceof Expression.If choice) {
            return new IntegerChoice(this, context.conditions(), reporter, scope, what).poly(choice);
        } else if (e instanceof Expression.Subscripted subscripted) {
            return element(subscripted, scope, what);
        } else if (e instanceof Expression.Binder binder && counts != null) {
            return counts.count(binder, scope);
        }
        return notInteger(e.span(), e.span().text(), what);
    }

    private @Nullable Poly notInteger(Span span, String text, String what) {
        reporter.report(IntegerMessages.notInteger(span, text, what));
        return null;
    }

    /** For an array or scalar of real numbers where an integer is needed. */
    private @Nullable Poly real(Tensor tensor, Span span, String what) {
        Span call = tensor.role() == Tensor.Role.ARGUMENT ? reporter.call() : null;
        reporter.once(
                call == null
                        ? IntegerMessages.real(tensor, span, what)
                        : IntegerMessages.realArgument(tensor, call, span, what));
        return null;
    }

    private @Nullable Poly literal(Expression.Literal literal, String what) {
        if (!literal.integer()) {
            return notInteger(literal.span(), literal.text(), what);
        }
        try {
            return Poly.of(Long.parseLong(literal.text()));
        } catch (NumberFormatException e) {
            reporter.report(IntegerMessages.literalTooLarge(literal.span()));
            return null;
        }
    }

    /** What makes ranges in other languages. */
    private static final Set<String> COUNTING = Set.of("range", "arange", "seq", "linspace");

    private @Nullable Poly name(Expression.Name name, Scope scope, String what) {
        Variable index = scope.indices().get(name.name());
        if (index != null) {
            return index.isBroken() ? null : index.poly();
        }
        Poly own = scope.integers().get(name.name());
        if (own != null) {
            return own;
        }
        Tensor parameter = scope.parameters().get(name.name());
        if (parameter != null) {
            return scalar(parameter, name, what);
        }
        Symbol symbol = symbols.find(name.name());
        if (symbol == null) {
            if (scope.sees() == Scope.Sees.SIZES) {
                symbols.undeclaredSize(name.name(), name.span());
            } else {
                symbols.undeclared(name.name(), name.span(), scope.indices().keySet(), reporter);
            }
            return null;
        }
        if (symbol.isBroken() || !scope.isVisible(symbol, name.span(), reporter)) {
            return null;
        }
        if (symbol.size() != null) {
            return symbol.size();
        }
        return symbol.tensor() == null
                ? notInteger(name.span(), name.name(), what)
                : scalar(symbol.tensor(), name, what);
    }

    private @Nullable Poly scalar(Tensor tensor, Expression.Name name, String what) {
        if (tensor.type() != Tensor.Type.INTEGER) {
            return real(tensor, name.span(), what);
        }
        if (!tensor.shape().isEmpty()) {
            reporter.report(SubscriptMessages.count(tensor, 0, name.span()));
            return null;
        }
        return Poly.element(tensor, List.of());
    }

    /** The first operand that is no integer is reported, and none after it: one is enough to see what is meant. */
    private @Nullable Poly chain(Expression.Chain chain, Scope scope, String what) {
        Poly result = poly(chain.first(), scope, what);
        for (Expression.Link link : chain.rest()) {
            Poly operand = result == null ? null : poly(link.operand(), scope, what);
            result = result == null || operand == null
                    ? null
                    : apply(link.operator(), result, operand, link.operatorSpan());
        }
        return result;
    }

    /** The result of an operator, or null after an error. */
    public @Nullable Poly apply(Operator operator, Poly left, Poly right, Span span) {
        try {
            Poly result = combine(operator, left, right);
            if (result.terms().size() <= TERMS) {
                return result;
            }
            reporter.report(IntegerMessages.tooManyTerms(span));
        } catch (ArithmeticException e) {
            reporter.report(IntegerMessages.noResult(operator, left, right, span));
        }
        return null;
    }

    /** The result of {@code + - *}, or null if it is better left to real numbers. */
    public static @Nullable Poly small(Operator operator, Poly left, Poly right) {
        try {
            Poly result = combine(operator, left, right);
            return result.terms().size() <= TERMS ? result : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** The negative, or null if it does not fit into 64 bits. */
    public static @Nullable Poly negated(Poly operand) {
        try {
            return operand.negate();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static Poly combine(Operator operator, Poly left, Poly right) {
        return switch (operator) {
            case ADD -> left.plus(right);
            case SUBTRACT -> left.minus(right);
            case MULTIPLY -> left.times(right);
            case DIVIDE -> quotient(left, right);
            case DIV -> divided(Atom.Function.DIV, left, right);
            case MOD -> divided(Atom.Function.MOD, left, right);
        };
    }

    private static Poly quotient(Poly left, Poly right) {
        return left.equals(right) && !right.isZero() ? Poly.ONE : divided(Atom.Function.QUOTIENT, left, right);
    }

    private static Poly divided(Atom.Function function, Poly left, Poly right) {
        if (right.isZero()) {
            throw new ArithmeticException("division by zero");
        }
        return Poly.apply(function, left, right);
    }

    private @Nullable Poly call(Expression.Call call, Scope scope, String what) {
        String name = call.name().name();
        boolean own = symbols.find(name) != null;
        if (own || (!name.equals("min") && !name.equals("max"))) {
            if (!own && COUNTING.contains(name)) {
                reporter.report(IntegerMessages.noRangeFunction(call));
                return null;
            }
            if (own || Builtins.isFunction(name)) {
                return notInteger(call.span(), call.span().text(), what);
            }
            symbols.undeclared(name, call.name().span(), List.of("min", "max"), reporter);
            return null;
        }
        if (call.arguments().size() != 2) {
            reporter.report(IntegerMessages.notTwoArguments(call));
            return null;
        }
        Poly left = poly(call.arguments().get(0), scope, what);
        Poly right = poly(call.arguments().get(1), scope, what);
        return left == null || right == null ? null : extreme(name.equals("max"), left, right);
    }

    public static Poly extreme(boolean greater, Poly left, Poly right) {
        return left.equals(right) ? left : Poly.apply(greater ? Atom.Function.MAX : Atom.Function.MIN, left, right);
    }

    /** An element of integer data, of an integer constant, or of an argument that is one of these. */
    private @Nullable Poly element(Expression.Subscripted e, Scope scope, String what) {
        if (!(e.base() instanceof Expression.Name name) || scope.integers().containsKey(name.name())) {
            return notInteger(e.span(), e.span().text(), what);
        }
        Tensor own = scope.parameters().get(name.name());
        if (own != null) {
            return own.type() == Tensor.Type.INTEGER ? subscripted(own, e, scope) : real(own, e.span(), what);
        }
        Symbol symbol = symbols.find(name.name());
        if (symbol == null) {
            symbols.undeclared(name.name(), name.span(), List.of(), reporter);
            return null;
        }
        Tensor tensor = symbol.tensor();
        if (symbol.isBroken() || !scope.isVisible(symbol, name.span(), reporter)) {
            return null;
        }
        if (tensor == null || tensor.type() != Tensor.Type.INTEGER) {
            return tensor == null ? notInteger(e.span(), e.span().text(), what) : real(tensor, e.span(), what);
        }
        return subscripted(tensor, e, scope);
    }

    private @Nullable Poly subscripted(Tensor tensor, Expression.Subscripted e, Scope scope) {
        List<SubscriptBounds.Subscript> subscripts = new ArrayList<>();
        for (Expression.Subscript subscript : e.subscripts()) {
            if (!(subscript instanceof Expression.Subscript.At at)) {
                reporter.report(IntegerMessages.slice(subscript.span()));
                return null;
            }
            Poly poly = poly(at.value(), scope, "a subscript");
            if (poly == null) {
                return null;
            }
            subscripts.add(new SubscriptBounds.Subscript(poly, subscript.span()));
        }
        if (subscripts.size() != tensor.shape().size()) {
            reporter.report(SubscriptMessages.count(tensor, subscripts.size(), e.span()));
            return null;
        }
        if (scope.sees() == Scope.Sees.SIZES) {
            Poly known = Poly.element(
                    tensor,
                    subscripts.stream().map(SubscriptBounds.Subscript::poly).toList());
            if (known.isConstant()) {
                return known;
            }
            reporter.report(IntegerMessages.subscriptInSize(e.span()));
            return null;
        }
        List<Poly> checked = new SubscriptBounds(context, scope).checked(tensor, subscripts, e.span());
        if (checked == null) {
            return null;
        }
        scope.read(tensor, checked, scope.facts(), e.span());
        return Poly.element(tensor, checked);
    }
}
