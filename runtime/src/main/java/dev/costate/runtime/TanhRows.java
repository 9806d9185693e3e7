package dev.costate.runtime;

/**
 * The hyperbolic tangent and its derivative of rows, from one exponential: with E = e²ˣ, tanh x = (E − 1)/(E + 1),
 * where E − 1 is computed as such, and sech² x = 4 E/(E + 1)², which keeps its digits where tanh x is nearly 1.
 */
final class TanhRows {
    private TanhRows() {}

    static void tanh(double[] x, double[] z, double[] d, int n) {
        if (n < Rows.SHORT || !FusedMultiply.IS_FAST) {
            for (int i = 0; i < n; i++) {
                z[i] = Math.tanh(x[i]);
                d[i] = Trigonometry.sech2(x[i]);
            }
            return;
        }
        boolean plain = n < Rows.LONG ? middleTanh(x, z, d, n) : longTanh(x, z, d, n);
        if (!plain) {
            repair(x, z, d, n);
        }
    }

    /** Returns whether all passes hold for all elements. */
    private static boolean middleTanh(double[] x, double[] z, double[] d, int n) {
        boolean plain = true;
        for (int i = 0; i < n; i++) {
            z[i] = ExponentialRows.reducedExpm1(2 * x[i]);
        }
        for (int i = 0; i < n; i++) {
            d[i] = ExponentialRows.power(2 * x[i]);
            plain &= isPlain(x[i]);
        }
        for (int i = 0; i < n; i++) {
            double e = Math.fma(d[i], z[i], d[i] - 1);
            double inverse = 1 / (e + 2);
            d[i] = 4 * (inverse * (Math.fma(d[i], z[i], d[i]) * inverse));
            z[i] = e / (e + 2);
        }
        return plain;
    }

    private static boolean longTanh(double[] x, double[] z, double[] d, int n) {
        boolean plain = true;
        for (int i = 0; i < n; i++) {
            z[i] = ExponentialRows.reducedExpm1(2 * x[i]);
        }
        for (int i = 0; i < n; i++) {
            d[i] = ExponentialRows.power(2 * x[i]);
            plain &= isPlain(x[i]);
        }
        for (int i = 0; i < n; i++) {
            double e = Math.fma(d[i], z[i], d[i] - 1);
            double inverse = 1 / (e + 2);
            d[i] = 4 * (inverse * (Math.fma(d[i], z[i], d[i]) * inverse));
            z[i] = e / (e + 2);
        }
        return plain;
    }

    /** Whether all passes hold: the square of no exponential overflows, and the sign of a zero is not lost. */
    private static boolean isPlain(double x) {
        return Math.abs(x) <= ExponentialRows.LARGEST / 2 && x != 0;
    }

    private static void repair(double[] x, double[] z, double[] d, int n) {
        for (int i = 0; i < n; i++) {
            if (!isPlain(x[i])) {
                z[i] = Math.tanh(x[i]);
                d[i] = Trigonometry.sech2(x[i]);
            }
        }
    }
}
