package dev.costate.runtime;

/**
 * Exponentials of rows, in two passes: a polynomial, of which the virtual machine makes vector instructions, and a
 * factor 2ᵏ made of bits, of which it does not. With k the integer next to x / log 2, what remains of x is r = x − k
 * log 2, at most half of log 2, and eʳ = 1 + r + r² q(r), where q is of degree 10 through the Chebyshev nodes.
 */
final class ExponentialRows {
    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0.6931471805599453;
    private static final double LN2_LOW = 2.3190468138462996e-17;
    /** 1.5 · 2⁵². Added to a number it leaves the nearest integer, in the last bits of the sum. */
    private static final double ROUND = 6755399441055744.0;

    /** Up to it eˣ and e⁻ˣ are normal numbers. */
    static final double LARGEST = 708;

    private static final double Q0 = 0.5;
    private static final double Q1 = 0.1666666666666667;
    private static final double Q2 = 0.04166666666666667;
    private static final double Q3 = 0.008333333333326136;
    private static final double Q4 = 0.0013888888888883748;
    private static final double Q5 = 0.00019841269874820627;
    private static final double Q6 = 2.4801587325547743e-05;
    private static final double Q7 = 2.7557255400206422e-06;
    private static final double Q8 = 2.75572736431103e-07;
    private static final double Q9 = 2.5105217004720745e-08;
    private static final double Q10 = 2.0914686968086876e-09;

    private ExponentialRows() {}

    static void exp(double[] x, double[] z, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.exp(x[i]);
            }
        } else if (n < Rows.LONG) {
            middleExp(x, z, n);
        } else {
            longExp(x, z, n);
        }
    }

    private static void middleExp(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = 1 + reducedExpm1(x[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = scaled(z[i], x[i]);
        }
    }

    private static void longExp(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = 1 + reducedExpm1(x[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = scaled(z[i], x[i]);
        }
    }

    /** eˣ of the exponential of what remains of x. */
    static double scaled(double reduced, double x) {
        return Math.abs(x) <= LARGEST ? reduced * power(x) : Math.exp(x);
    }

    static void expNegAbs(double[] x, double[] e, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                e[i] = Math.exp(-Math.abs(x[i]));
            }
        } else if (n < Rows.LONG) {
            middleExpNegAbs(x, e, n);
        } else {
            longExpNegAbs(x, e, n);
        }
    }

    private static void middleExpNegAbs(double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = 1 + reducedExpm1(-Math.abs(x[i]));
        }
        for (int i = 0; i < n; i++) {
            e[i] = scaled(e[i], -Math.abs(x[i]));
        }
    }

    private static void longExpNegAbs(double[] x, double[] e, int n) {
        for (int i = 0; i < n; i++) {
            e[i] = 1 + reducedExpm1(-Math.abs(x[i]));
        }
        for (int i = 0; i < n; i++) {
            e[i] = scaled(e[i], -Math.abs(x[i]));
        }
    }

    /** A zero keeps its sign by a multiplication by one, which is where it would lose it. */
    static void expm1(double[] x, double[] z, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.expm1(x[i]);
            }
        } else if (n < Rows.LONG) {
            middleExpm1(x, z, n);
        } else {
            longExpm1(x, z, n);
        }
    }

    private static void middleExpm1(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = reducedExpm1(x[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = scaledExpm1(z[i], x[i]);
        }
    }

    private static void longExpm1(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = reducedExpm1(x[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = scaledExpm1(z[i], x[i]);
        }
    }

    private static double scaledExpm1(double reduced, double x) {
        if (!(Math.abs(x) <= LARGEST) || x == 0) {
            return Math.expm1(x);
        }
        double power = power(x);
        return Math.fma(power, reduced, power - 1);
    }

    /** eʳ − 1 for the r that remains of x. */
    static double reducedExpm1(double x) {
        double k = Math.fma(x, LOG2_E, ROUND) - ROUND;
        double r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
        double r2 = r * r;
        double r4 = r2 * r2;
        double low = Math.fma(r2, Math.fma(Q3, r, Q2), Math.fma(Q1, r, Q0));
        double middle = Math.fma(r2, Math.fma(Q7, r, Q6), Math.fma(Q5, r, Q4));
        double high = Math.fma(r2, Q10, Math.fma(Q9, r, Q8));
        return Math.fma(r2, Math.fma(r4, Math.fma(r4, high, middle), low), r);
    }

    /** 2ᵏ. */
    static double power(double x) {
        return Double.longBitsToDouble((Double.doubleToRawLongBits(Math.fma(x, LOG2_E, ROUND)) + 1023) << 52);
    }
}
