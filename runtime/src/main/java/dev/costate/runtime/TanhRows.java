package dev.costate.runtime;

/**
 * The hyperbolic tangent of rows and its derivative. With E = e²ˣ − 1, computed as such, tanh x = E/(E + 2); with e =
 * e^−2|x|, sech² x = 4 e/(1 + e)², which keeps its digits where tanh x is nearly 1.
 */
@SuppressWarnings("DuplicateBranches") // the loops by length
final class TanhRows {
    private TanhRows() {}

    static void tanh(double[] x, double[] z, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.tanh(x[i]);
            }
            return;
        }
        boolean plain = n < Rows.LONG ? middleTanh(x, z, n) : longTanh(x, z, n);
        if (!plain) {
            repair(x, z, n);
        }
    }

    /** Returns whether all passes hold for all elements. */
    private static boolean middleTanh(double[] x, double[] z, int n) {
        boolean plain = true;
        for (int i = 0; i < n; i++) {
            z[i] = ExponentialRows.reducedExpm1(2 * x[i]);
        }
        for (int i = 0; i < n; i++) {
            double power = ExponentialRows.power(2 * x[i]);
            z[i] = Math.fma(power, z[i], power - 1);
            plain &= isPlain(x[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = z[i] / (z[i] + 2);
        }
        return plain;
    }

    private static boolean longTanh(double[] x, double[] z, int n) {
        boolean plain = true;
        for (int i = 0; i < n; i++) {
            z[i] = ExponentialRows.reducedExpm1(2 * x[i]);
        }
        for (int i = 0; i < n; i++) {
            double power = ExponentialRows.power(2 * x[i]);
            z[i] = Math.fma(power, z[i], power - 1);
            plain &= isPlain(x[i]);
        }
        for (int i = 0; i < n; i++) {
            z[i] = z[i] / (z[i] + 2);
        }
        return plain;
    }

    /** Whether all passes hold: no exponential overflows, and the sign of a zero is not lost. */
    private static boolean isPlain(double x) {
        return Math.abs(x) <= ExponentialRows.LARGEST / 2 && x != 0;
    }

    private static void repair(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            if (!isPlain(x[i])) {
                z[i] = Math.tanh(x[i]);
            }
        }
    }

    static void sech2(double[] x, double[] z, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                z[i] = Trigonometry.sech2(x[i]);
            }
        } else if (n < Rows.LONG) {
            middleSech2(x, z, n);
        } else {
            longSech2(x, z, n);
        }
    }

    private static void middleSech2(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = 1 + ExponentialRows.reducedExpm1(-2 * Math.abs(x[i]));
        }
        for (int i = 0; i < n; i++) {
            z[i] = ExponentialRows.scaled(z[i], -2 * Math.abs(x[i]));
        }
        for (int i = 0; i < n; i++) {
            z[i] = Math.min(1, 4 * z[i] / ((1 + z[i]) * (1 + z[i])));
        }
    }

    private static void longSech2(double[] x, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = 1 + ExponentialRows.reducedExpm1(-2 * Math.abs(x[i]));
        }
        for (int i = 0; i < n; i++) {
            z[i] = ExponentialRows.scaled(z[i], -2 * Math.abs(x[i]));
        }
        for (int i = 0; i < n; i++) {
            z[i] = Math.min(1, 4 * z[i] / ((1 + z[i]) * (1 + z[i])));
        }
    }
}
