package dev.costate.compiler.eval;

import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Operator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Integers of sizes, ranges and subscripts, in exact arithmetic. Here {@code /} is the exact quotient, of which only
 * the result must be whole, so numbers are fractions on the way.
 */
final class ExactIntegers {
    private final Meaning meaning;

    ExactIntegers(Meaning meaning) {
        this.meaning = meaning;
    }

    /** A quotient in lowest terms, the denominator being positive. */
    private record Fraction(BigInteger numerator, BigInteger denominator) {
        static Fraction of(BigInteger numerator, BigInteger denominator) {
            if (denominator.equals(BigInteger.ONE)) {
                return new Fraction(numerator, denominator);
            }
            BigInteger divisor = numerator.gcd(denominator);
            BigInteger signed = denominator.signum() < 0 ? divisor.negate() : divisor;
            return new Fraction(numerator.divide(signed), denominator.divide(signed));
        }

        static Fraction of(BigInteger whole) {
            return new Fraction(whole, BigInteger.ONE);
        }

        Fraction plus(Fraction o) {
            return of(
                    numerator.multiply(o.denominator).add(o.numerator.multiply(denominator)),
                    denominator.multiply(o.denominator));
        }

        Fraction times(Fraction o) {
            return of(numerator.multiply(o.numerator), denominator.multiply(o.denominator));
        }

        Fraction negated() {
            return new Fraction(numerator.negate(), denominator);
        }

        Fraction over(Fraction o, Span span) {
            if (o.numerator.signum() == 0) {
                throw new ArithmeticException(span.text() + " divides by zero");
            }
            return of(numerator.multiply(o.denominator), denominator.multiply(o.numerator));
        }
    }

    /** The value, which must fit into 64 bits. */
    long value(Expression e, Env env) {
        return fitting(whole(e, env), e.span());
    }

    /** The value as an {@code int}: the bound of a range, a size, or what an equation defines. */
    int bound(Expression e, Env env) {
        BigInteger value = whole(e, env);
        if (value.bitLength() > 31) {
            throw new ArithmeticException(e.span().text() + " is " + value + ", and integers lie between "
                    + Integer.MIN_VALUE + " and " + Integer.MAX_VALUE + " here");
        }
        return value.intValue();
    }

    /** The value, of any size. */
    BigInteger whole(Expression e, Env env) {
        Fraction value = fraction(e, env);
        if (!value.denominator.equals(BigInteger.ONE)) {
            throw new ArithmeticException(e.span().text() + " is " + value.numerator + "/" + value.denominator
                    + ", which is no whole number");
        }
        return value.numerator;
    }

    static long fitting(BigInteger value, Span span) {
        if (value.bitLength() >= Long.SIZE) {
            throw new ArithmeticException(span.text() + " at " + span.file().fileName() + ":" + span.line() + " is "
                    + value + ", which does not fit into 64 bits");
        }
        return value.longValue();
    }

    private Fraction fraction(Expression e, Env env) {
        if (e instanceof Expression.Negate negate) {
            return fraction(negate.operand(), env).negated();
        } else if (e instanceof Expression.Chain chain) {
            Fraction value = fraction(chain.first(), env);
            Span span = chain.first().span();
            for (Expression.Link link : chain.rest()) {
                value = combine(value, span, link, fraction(link.operand(), env));
                span = span.to(link.operand().span());
            }
            return value;
        } else if (e instanceof Expression.If choice) {
            for (Expression.Branch branch : choice.branches()) {
                if (holds(branch.condition(), env)) {
                    return fraction(branch.value(), env);
                }
            }
            return fraction(choice.otherwise(), env);
        } else if (e instanceof Expression.Call call && meaning.isExtreme(call, env)) {
            BigInteger a = BigInteger.valueOf(value(call.arguments().get(0), env));
            BigInteger b = BigInteger.valueOf(value(call.arguments().get(1), env));
            return Fraction.of(env.callee(call.name().name()).name().equals("max") ? a.max(b) : a.min(b));
        }
        if (e instanceof Expression.Binder binder) {
            return Fraction.of(total(binder, env));
        }
        if (meaning.value(e, env) instanceof Value.Whole whole) {
            return Fraction.of(whole.value());
        }
        throw new IllegalStateException("no integer: " + e.span().text());
    }

    /** A count, or a sum, the greatest or the least of integers. */
    private BigInteger total(Expression.Binder binder, Env env) {
        Expression body = binder.body();
        List<BigInteger> all = new ArrayList<>();
        meaning.each(binder, env, inside -> all.add(body == null ? BigInteger.ONE : whole(body, inside)));
        return switch (binder.name().name()) {
            case "max" -> Collections.max(all);
            case "min" -> Collections.min(all);
            default -> all.stream().reduce(BigInteger.ZERO, BigInteger::add);
        };
    }

    private static Fraction combine(Fraction left, Span leftSpan, Expression.Link link, Fraction right) {
        return switch (link.operator()) {
            case ADD -> left.plus(right);
            case SUBTRACT -> left.plus(right.negated());
            case MULTIPLY -> left.times(right);
            case DIVIDE -> left.over(right, leftSpan.to(link.operand().span()));
            case DIV, MOD ->
                Fraction.of(divided(
                        link.operator(),
                        whole(left, leftSpan),
                        whole(right, link.operand().span()),
                        leftSpan.to(link.operand().span())));
        };
    }

    private static BigInteger whole(Fraction value, Span span) {
        if (!value.denominator.equals(BigInteger.ONE)) {
            throw new ArithmeticException(span.text() + " is no whole number");
        }
        fitting(value.numerator, span);
        return value.numerator;
    }

    /** {@code div} or {@code mod} of two integers, which must fit into 64 bits, as must the result. */
    static BigInteger divided(Operator operator, BigInteger a, BigInteger b, Span span) {
        fitting(a, span);
        fitting(b, span);
        if (b.signum() == 0) {
            throw new ArithmeticException(span.text() + " divides by zero");
        }
        BigInteger[] parts = a.divideAndRemainder(b);
        boolean down = parts[1].signum() != 0 && parts[1].signum() != b.signum();
        BigInteger quotient = down ? parts[0].subtract(BigInteger.ONE) : parts[0];
        fitting(quotient, span);
        return operator == Operator.DIV ? quotient : a.subtract(quotient.multiply(b));
    }

    /** A condition of integers only. */
    private boolean holds(Expression e, Env env) {
        return Meaning.holds(e, comparison -> compares(comparison, env));
    }

    private boolean compares(Expression.Comparison comparison, Env env) {
        BigInteger left = whole(comparison.first(), env);
        for (Expression.Test test : comparison.rest()) {
            BigInteger right = whole(test.operand(), env);
            if (!Meaning.holds(test.relation(), left.compareTo(right), 0)) {
                return false;
            }
            left = right;
        }
        return true;
    }
}
