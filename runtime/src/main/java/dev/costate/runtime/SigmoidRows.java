package dev.costate.runtime;

/**
 * Softplus, the sigmoid and its derivative of rows, from one row of exponentials e = e^−|x|. Which side of zero an
 * element is on is told by arithmetic, since a loop with a branch gets no vector instructions.
 */
@SuppressWarnings("DuplicateBranches") // the loops by length
final class SigmoidRows {
    /** From it on log(1 + e) is log 2 + log((1 + e)/2), which keeps the argument of the series small. */
    private static final double ROOT_TWO_LESS_ONE = 0.41421356237309503;

    private static final double LN2 = 0.6931471805599453;

    private SigmoidRows() {}

    static void softplus(double[] x, double[] e, double[] z, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.max(x[i], 0) + Math.log1p(e[i]);
            }
        } else if (n < Rows.LONG) {
            middleSoftplus(x, e, z, n);
        } else {
            longSoftplus(x, e, z, n);
        }
    }

    private static void middleSoftplus(double[] x, double[] e, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = log1p(e[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] += Math.max(x[i], 0);
        }
    }

    private static void longSoftplus(double[] x, double[] e, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = log1p(e[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] += Math.max(x[i], 0);
        }
    }

    static void sigmoid(double[] x, double[] e, double[] z, int n) {
        if (n < Rows.SHORT) {
            for (int i = 0; i < n; i++) {
                z[i] = (x[i] >= 0 ? 1 : e[i]) / (1 + e[i]);
            }
        } else if (n < Rows.LONG) {
            for (int i = 0; i < n; i++) {
                z[i] = numerator(x[i], e[i]) / (1 + e[i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                z[i] = numerator(x[i], e[i]) / (1 + e[i]);
            }
        }
    }

    static void sigmoidDx(double[] e, double[] z, int n) {
        if (n < Rows.SHORT) {
            for (int i = 0; i < n; i++) {
                z[i] = e[i] / ((1 + e[i]) * (1 + e[i]));
            }
        } else if (n < Rows.LONG) {
            for (int i = 0; i < n; i++) {
                z[i] = e[i] / ((1 + e[i]) * (1 + e[i]));
            }
        } else {
            for (int i = 0; i < n; i++) {
                z[i] = e[i] / ((1 + e[i]) * (1 + e[i]));
            }
        }
    }

    /** 1 for x &gt; 0, e otherwise: the least positive number times 2¹⁰²³ and 1, which e next to zero is, is 1. */
    private static double numerator(double x, double e) {
        return Math.min(1, Math.max(x, 0) * 0x1p1023 + e);
    }

    /** log(1 + e) for 0 ≤ e ≤ 1. */
    private static double log1p(double e) {
        double big = Math.min(1, Math.max(e - ROOT_TWO_LESS_ONE, 0) * 0x1p1023);
        double f = Math.fma(-0.5 * big, 1 + e, e);
        return Math.fma(big, LN2, LogarithmRows.log1pNearZero(f));
    }
}
