package dev.costate.runtime;

/**
 * Logarithms of rows, in three passes: x = 2ᵏ m with m next to 1, by its bits; log m by a polynomial, in vector
 * instructions; and k log 2 added to it. log m is 2 artanh s with s = (m − 1)/(m + 1), a series in s², here of degree 7
 * through the Chebyshev nodes, put together as in fdlibm so that what is rounded is small.
 */
final class LogarithmRows {
    private static final double LN2_HIGH = 0.6931471805599453;
    private static final double LN2_LOW = 2.3190468138462996e-17;
    /** The bits of √½: k is chosen so that m is between √½ and √2. */
    private static final long ROOT_HALF = 0x3fe6a09e667f3bcdL;

    private static final double P0 = 0.6666666666666666;
    private static final double P1 = 0.4000000000000089;
    private static final double P2 = 0.28571428570795937;
    private static final double P3 = 0.2222222239345263;
    private static final double P4 = 0.181817954545265;
    private static final double P5 = 0.15386249788196105;
    private static final double P6 = 0.1326850331279476;
    private static final double P7 = 0.13089445145246312;

    private LogarithmRows() {}

    static void log(double[] x, double[] z, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.log(x[i]);
            }
        } else if (n < Rows.LONG) {
            middleLog(x, z, n);
        } else {
            longLog(x, z, n);
        }
    }

    private static void middleLog(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = mantissa(x[i]) - 1;
        }
        for (int i = 0; i < n; i++) {
            z[i] = log1pNearZero(z[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = withExponent(z[i], x[i]);
        }
    }

    private static void longLog(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = mantissa(x[i]) - 1;
        }
        for (int i = 0; i < n; i++) {
            z[i] = log1pNearZero(z[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = withExponent(z[i], x[i]);
        }
    }

    static void log1p(double[] x, double[] z, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.log1p(x[i]);
            }
        } else if (n < Rows.LONG) {
            middleLog1p(x, z, n);
        } else {
            longLog1p(x, z, n);
        }
    }

    private static void middleLog1p(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = mantissa(1 + x[i]) - 1;
        }
        for (int i = 0; i < n; i++) {
            z[i] = log1pNearZero(z[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = corrected(z[i], x[i]);
        }
    }

    private static void longLog1p(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = mantissa(1 + x[i]) - 1;
        }
        for (int i = 0; i < n; i++) {
            z[i] = log1pNearZero(z[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = corrected(z[i], x[i]);
        }
    }

    /** m. */
    private static double mantissa(double x) {
        long bits = Double.doubleToRawLongBits(x);
        return Double.longBitsToDouble(bits - ((bits - ROOT_HALF) & 0xfff0000000000000L));
    }

    /** k, of a normal number greater than zero. */
    private static int exponent(double x) {
        return (int) ((Double.doubleToRawLongBits(x) - ROOT_HALF) >> 52);
    }

    private static double withExponent(double logarithm, double x) {
        if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
            return Math.log(x);
        }
        int k = exponent(x);
        return k == 0 ? logarithm : Math.fma(k, LN2_HIGH, Math.fma(k, LN2_LOW, logarithm));
    }

    /** log(1 + x) from log m of the rounded sum, and what rounding left out of that. */
    private static double corrected(double logarithm, double x) {
        // Beyond 2⁵³ the sum is x; near zero the logarithm is.
        if (!(x > -1 && x <= 0x1p53) || Math.abs(x) < 0x1p-54) {
            return Math.log1p(x);
        }
        double sum = 1 + x;
        double lost = (x < 1 ? x - (sum - 1) : 1 - (sum - x)) / sum;
        int k = exponent(sum);
        return Math.fma(k, LN2_HIGH, logarithm + Math.fma(k, LN2_LOW, lost));
    }

    /** log(1 + f) for √½ ≤ 1 + f ≤ √2. */
    static double log1pNearZero(double f) {
        double s = f / (2 + f);
        double s2 = s * s;
        double s4 = s2 * s2;
        double low = Math.fma(s4, Math.fma(P3, s2, P2), Math.fma(P1, s2, P0));
        double high = Math.fma(s4, Math.fma(P7, s2, P6), Math.fma(P5, s2, P4));
        double series = s2 * Math.fma(s4 * s4, high, low);
        double half = 0.5 * f * f;
        return f - (half - s * (half + series));
    }
}
