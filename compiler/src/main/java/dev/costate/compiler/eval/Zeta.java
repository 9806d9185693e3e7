package dev.costate.compiler.eval;

/**
 * Hurwitz' zeta function of whole orders, Σ 1/(x + k)ˢ over k = 0, 1, …, of which the derivatives of log Γ are made,
 * and its differences. Sums of some terms and an integral, corrected by Euler and Maclaurin.
 */
final class Zeta {
    /** B₂ₙ/(2n)!. */
    private static final double[] CORRECTION = {
        1 / 12.0, -1 / 720.0, 1 / 30240.0, -1 / 1209600.0, 1 / 47900160.0, -691 / 1307674368000.0, 1 / 74724249600.0
    };

    private Zeta() {}

    /** The coefficients from the second on of log Γ(x + t), without one at 0 and 1. */
    static double[] logGamma(double x, int length) {
        return coefficients(2, x, Double.POSITIVE_INFINITY, length);
    }

    /** The coefficients from the first on of log Γ(x + t) − log Γ(x + gap + t), without one at 0. */
    static double[] logGammaRatio(double x, double gap, int length) {
        return coefficients(1, x, gap, length);
    }

    private static double[] coefficients(int first, double x, double gap, int length) {
        double[] c = new double[Math.max(length, 2)];
        for (int k = first; k < length; k++) {
            c[k] = (k % 2 == 0 ? 1 : -1) * difference(k, x, gap) / k;
        }
        return c;
    }

    /**
     * Zeta at x less that at x + gap; infinite at the poles, which are 0 and below it, or not a number if they have two
     * signs.
     */
    private static double difference(int s, double x, double gap) {
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        } else if (Double.isInfinite(gap) && x <= 0 && x == Math.rint(x)) {
            return s % 2 == 0 ? Double.POSITIVE_INFINITY : x == 0 ? 1 / x : Double.NaN;
        }
        int terms = (int) Math.max(0, Math.ceil(s + 16 - x));
        double sum = tail(s, x + terms, gap);
        for (int k = terms - 1; k >= 0; k--) {
            sum += fall(s, x + k, gap);
        }
        return sum;
    }

    /** x⁻ᵖ less (x + gap)⁻ᵖ. */
    private static double fall(int p, double x, double gap) {
        double power = Math.pow(x, -p);
        return Double.isInfinite(gap) ? power : -Math.expm1(-p * Math.log1p(gap / x)) * power;
    }

    /** For x that is large beside s. */
    private static double tail(int s, double x, double gap) {
        double sum = 0;
        double rising = s;
        for (int n = 0; n < CORRECTION.length; n++) {
            sum += CORRECTION[n] * rising * fall(s + 2 * n + 1, x, gap);
            rising *= (s + 2.0 * n + 1) * (s + 2 * n + 2);
        }
        double integral = s == 1 ? Math.log1p(gap / x) : fall(s - 1, x, gap) / (s - 1);
        return sum + 0.5 * fall(s, x, gap) + integral;
    }
}
