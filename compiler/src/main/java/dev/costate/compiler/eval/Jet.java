package dev.costate.compiler.eval;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A number as a truncated power series along directions of the inputs: in one variable s, up to some degree, and linear
 * in any number of further ones t₁, t₂, …, of which no two are multiplied. The coefficient of tⱼ is a first derivative,
 * that of s tⱼ one of second order, those of s, s², … are a Taylor series.
 *
 * <p>What does not move has no effect, and what moves has none where nothing follows it: zero times anything is zero in
 * all coefficients but the first, the value.
 */
final class Jet implements Value {
    /** Which terms there are: powers of s up to a degree, each by itself and times each of the other variables. */
    record Terms(int degree, int directions) {
        static final Terms VALUE = new Terms(0, 0);

        int row() {
            return directions + 1;
        }

        int count() {
            return (degree + 1) * row();
        }

        /** The highest power of what has no constant part that is not zero. */
        int order() {
            return degree + (directions == 0 ? 0 : 1);
        }
    }

    private final Terms terms;
    /** Row by row, one row a power of s; just the value for what does not move. */
    private final double[] coefficients;

    private Jet(Terms terms, double... coefficients) {
        this.terms = terms;
        this.coefficients = coefficients;
    }

    static Jet constant(double value) {
        return new Jet(Terms.VALUE, value);
    }

    /**
     * An input.
     *
     * @param along its component of the direction s
     * @param across its components of the others
     */
    static Jet input(Terms terms, double value, double along, double[] across) {
        double[] c = new double[terms.count()];
        c[0] = value;
        if (terms.degree() > 0) {
            c[terms.row()] = along;
        }
        System.arraycopy(across, 0, c, 1, across.length);
        return new Jet(terms, c).settled();
    }

    @Override
    public Jet real() {
        return this;
    }

    double value() {
        return coefficients[0];
    }

    /** The coefficient of a power of s, times that of another variable unless this is 0. */
    double coefficient(int power, int direction) {
        return isConstant() && power + direction > 0 ? 0 : coefficients[power * terms.row() + direction];
    }

    /** Whether nothing moves it. */
    boolean isConstant() {
        return coefficients.length == 1;
    }

    private Jet settled() {
        for (int k = 1; k < coefficients.length; k++) {
            if (coefficients[k] != 0) {
                return this;
            }
        }
        return constant(value());
    }

    /** The same movement from another value. */
    Jet at(double value) {
        double[] c = coefficients.clone();
        c[0] = value;
        return new Jet(terms, c);
    }

    /** What does not move from here. */
    Jet still() {
        return constant(value());
    }

    Jet plus(Jet o) {
        if (coefficients.length < o.coefficients.length) {
            return o.plus(this);
        }
        double[] sum = coefficients.clone();
        for (int k = 0; k < o.coefficients.length; k++) {
            sum[k] += o.coefficients[k];
        }
        return new Jet(terms, sum);
    }

    Jet minus(Jet o) {
        return plus(o.negated());
    }

    Jet negated() {
        return map(x -> -x);
    }

    private Jet map(DoubleUnaryOperator each) {
        double[] c = new double[coefficients.length];
        for (int k = 0; k < c.length; k++) {
            c[k] = each.applyAsDouble(coefficients[k]);
        }
        return new Jet(terms, c);
    }

    /** This times a number. */
    Jet times(double factor) {
        double[] c = new double[coefficients.length];
        c[0] = value() * factor;
        for (int k = 1; k < c.length; k++) {
            c[k] = scaled(coefficients[k], factor);
        }
        return new Jet(terms, c);
    }

    Jet times(Jet o) {
        if (o.isConstant()) {
            return times(o.value());
        } else if (isConstant()) {
            return o.times(value());
        }
        double[] product = new double[terms.count()];
        int row = terms.row();
        for (int to = 0; to < product.length; to += row) {
            for (int k = 0; k <= to; k += row) {
                double a = coefficients[k];
                double b = o.coefficients[to - k];
                product[to] += scaled(a, b);
                for (int j = 1; j < row; j++) {
                    product[to + j] += scaled(a, o.coefficients[to - k + j]) + scaled(coefficients[k + j], b);
                }
            }
        }
        product[0] = value() * o.value();
        return new Jet(terms, product);
    }

    /** Not a number, wherever anything moves it. */
    static Jet undefined(Jet... x) {
        Jet all = Arrays.stream(x).map(jet -> jet.map(Math::abs)).reduce(constant(0), Jet::plus);
        double[] series = new double[all.order() + 1];
        Arrays.fill(series, Double.NaN);
        return all.apply(series);
    }

    /** From q b = a, coefficient by coefficient. */
    Jet over(Jet o) {
        double divisor = o.value();
        double first = value() / divisor;
        if (Double.isNaN(first)) {
            return undefined(this, o);
        } else if (o.isConstant()) {
            return map(x -> divided(x, divisor)).at(first).ended();
        }
        int row = o.terms.row();
        double[] quotient = new double[o.terms.count()];
        quotient[0] = first;
        for (int at = 1; at < quotient.length; at++) {
            int power = at / row;
            int direction = at % row;
            double rest = divided(coefficient(power, direction), divisor);
            for (int k = 0; k <= power; k++) {
                if (k * row < at) {
                    rest -= scaled(o.coefficient(power - k, direction), divided(quotient[k * row], divisor));
                }
                if (direction > 0 && k < power) {
                    rest -= scaled(o.coefficient(power - k, 0), divided(quotient[k * row + direction], divisor));
                }
            }
            quotient[at] = rest;
        }
        return new Jet(o.terms, quotient).ended();
    }

    /**
     * A function of this, by the coefficients of its own series from the value of this on.
     *
     * @param series at least as many as {@link #order} and one
     */
    Jet apply(double... series) {
        if (isConstant()) {
            return constant(series[0]);
        }
        Jet moved = at(0);
        Jet power = moved;
        double[] sum = new double[terms.count()];
        for (int k = 1; k <= terms.order(); k++) {
            for (int at = 1; at < sum.length; at++) {
                sum[at] += scaled(power.coefficients[at], series[k]);
            }
            power = k < terms.order() ? power.times(moved) : power;
        }
        sum[0] = series[0];
        return new Jet(terms, sum).ended();
    }

    /**
     * A function with an infinite derivative of some order is no power series: nothing is known of what comes after
     * that.
     */
    Jet ended() {
        if (terms.directions() > 0) {
            return this;
        }
        double[] c = coefficients.clone();
        for (int k = 1; k < c.length; k++) {
            if (!Double.isFinite(c[k])) {
                Arrays.fill(c, k + 1, c.length, Double.NaN);
            }
        }
        return new Jet(terms, c);
    }

    /** The order up to which a function of this must be known. */
    int order() {
        return isConstant() ? 0 : terms.order();
    }

    /** Zero times anything is zero. */
    static double scaled(double coefficient, double factor) {
        return coefficient == 0 || factor == 0 ? 0 : coefficient * factor;
    }

    /** Zero by anything is zero, and so is anything by infinity. */
    private static double divided(double coefficient, double divisor) {
        return coefficient == 0 || Double.isInfinite(divisor) ? 0 : coefficient / divisor;
    }
}
