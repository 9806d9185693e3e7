package dev.costate.compiler.ir;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of an integer that hold whatever the values of its dims, indices and data. These are ints, since that is how
 * they are given and counted; what is computed from them may leave the range of {@code int}, and that of {@code long}.
 */
public record Interval(BigInteger least, BigInteger greatest) {
    private static final Interval INT = of(Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final Interval LONG = of(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final Interval SIZE = of(0, Integer.MAX_VALUE);

    /** How many bits the value of an integer expression has. */
    private static final int BITS = 63;

    private static Interval of(long least, long greatest) {
        return new Interval(BigInteger.valueOf(least), BigInteger.valueOf(greatest));
    }

    /** The values of an index between these bounds. */
    public static Interval of(Range range, Function<Atom, @Nullable Interval> known) {
        BigInteger from = of(range.from(), known).least;
        BigInteger last = of(range.to(), known).greatest.subtract(BigInteger.ONE);
        return new Interval(
                from.max(INT.least),
                last.min(BigInteger.valueOf(Integer.MAX_VALUE - 1L)).max(INT.least));
    }

    /**
     * The values of a polynomial.
     *
     * @param known what is known of an index beyond that it is an int; null for nothing
     */
    public static Interval of(Poly poly, Function<Atom, @Nullable Interval> known) {
        Interval sum = of(0, 0);
        for (Poly.Term term : poly.terms()) {
            sum = sum.plus(of(term, known));
        }
        BigInteger denominator = BigInteger.valueOf(poly.denominator());
        return new Interval(sum.least.divide(denominator), sum.greatest.divide(denominator));
    }

    /** The values of one term. */
    public static Interval of(Poly.Term term, Function<Atom, @Nullable Interval> known) {
        Interval product = of(term.coefficient(), term.coefficient());
        for (Atom atom : term.atoms()) {
            product = product.times(of(atom, known));
        }
        return product;
    }

    private static Interval of(Atom atom, Function<Atom, @Nullable Interval> known) {
        Interval given = known.apply(atom);
        if (given != null) {
            return given;
        } else if (atom instanceof Atom.Integral integral) {
            return integral(integral, known);
        } else if (atom instanceof Atom.Element element) {
            List<Long> integers = element.tensor().integers();
            return integers.isEmpty()
                    ? element.tensor().below() == null ? INT : SIZE
                    : of(
                            integers.stream().mapToLong(n -> n).min().orElseThrow(),
                            integers.stream().mapToLong(n -> n).max().orElseThrow());
        }
        return atom instanceof Atom.Index ? INT : SIZE;
    }

    private static Interval integral(Atom.Integral integral, Function<Atom, @Nullable Interval> known) {
        List<Poly> operands = integral.operands();
        Interval a = of(operands.get(operands.size() - 2), known).checked();
        Interval b = of(operands.get(operands.size() - 1), known).checked();
        return switch (integral.function()) {
            case MIN -> new Interval(a.least.min(b.least), a.greatest.min(b.greatest));
            case MAX -> new Interval(a.least.max(b.least), a.greatest.max(b.greatest));
            case CHOICE -> new Interval(a.least.min(b.least), a.greatest.max(b.greatest));
            case MOD -> new Interval(b.least.min(BigInteger.ZERO), b.greatest.max(BigInteger.ZERO));
            case DIV, QUOTIENT -> a.quotient(b).checked();
        };
    }

    /** An operand that may not fit into 64 bits is checked where it is computed. */
    private Interval checked() {
        return new Interval(least.max(LONG.least), greatest.min(LONG.greatest));
    }

    /** A divisor of at least 1 keeps the sign and makes nothing larger; any other may exchange the ends. */
    private Interval quotient(Interval divisor) {
        if (divisor.least.signum() > 0) {
            BigInteger by = divisor.least;
            return new Interval(
                    least.signum() < 0 ? least.divide(by).subtract(BigInteger.ONE) : BigInteger.ZERO,
                    greatest.signum() > 0 ? greatest.divide(by) : BigInteger.ZERO);
        }
        BigInteger magnitude = magnitude();
        return new Interval(magnitude.negate().subtract(BigInteger.ONE), magnitude);
    }

    public Interval plus(Interval other) {
        return new Interval(least.add(other.least), greatest.add(other.greatest));
    }

    private Interval times(Interval other) {
        BigInteger a = least.multiply(other.least);
        BigInteger b = least.multiply(other.greatest);
        BigInteger c = greatest.multiply(other.least);
        BigInteger d = greatest.multiply(other.greatest);
        return new Interval(a.min(b).min(c.min(d)), a.max(b).max(c.max(d)));
    }

    /** The greatest magnitude of its values. */
    public BigInteger magnitude() {
        return least.abs().max(greatest.abs());
    }

    public boolean isInt() {
        return least.compareTo(INT.least) >= 0 && greatest.compareTo(INT.greatest) <= 0;
    }

    /** Whether every value of the polynomial, and what is computed on the way to it, is a {@code long}. */
    public static boolean isLong(Poly poly, Function<Atom, @Nullable Interval> known) {
        if (poly.asAtom() != null) {
            return true;
        }
        BigInteger magnitude = BigInteger.ZERO;
        for (Poly.Term term : poly.terms()) {
            magnitude = magnitude.add(of(term, known).magnitude());
        }
        return magnitude.bitLength() <= BITS;
    }
}
