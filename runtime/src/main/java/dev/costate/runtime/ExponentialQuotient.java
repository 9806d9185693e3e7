package dev.costate.runtime;

/**
 * (eˣ − 1)/x and (eˣ − 1 − x)/x², for an order m of 1 and 2, and their derivatives: the n-th is the integral of (1 −
 * t)ᵐ⁻¹ tⁿ e^(xt) over t from 0 to 1. Near 0 that is summed as a series, for negative x with a factor eˣ before it, so
 * that all its terms have one sign; elsewhere derivatives follow from those before them, as in {@link TaylorRemainder}.
 */
final class ExponentialQuotient {
    /** How far beyond n the series goes. */
    private static final int REACH = 4;

    private ExponentialQuotient() {}

    static double derivative(int m, int n, double x) {
        if (Math.abs(x) < n + REACH) {
            return x < 0 ? Transcendental.exp(x) * seriesBelow(m, n, -x) : series(m, n, x);
        }
        if (Double.isNaN(x) || x == Double.POSITIVE_INFINITY || Double.isInfinite(Transcendental.exp(x))) {
            return Transcendental.exp(x);
        }
        return m == 1 ? first(n, x) : second(n, x);
    }

    /** Σ xᵏ/k! (n + k)!/(n + k + m)!. */
    private static double series(int m, int n, double x) {
        double power = 1;
        double sum = 0;
        for (int k = 0; power > 0x1p-56 * sum; k++) {
            sum += power / (m == 1 ? n + k + 1 : (n + k + 1.0) * (n + k + 2));
            power *= x / (k + 1);
        }
        return sum;
    }

    /** Σ xᵏ (k + m − 1)!/k! n!/(n + k + m)!. */
    private static double seriesBelow(int m, int n, double x) {
        double term = m == 1 ? 1.0 / (n + 1) : 1.0 / ((n + 1) * (n + 2));
        double sum = 0;
        for (int k = 0; term > 0x1p-56 * sum; k++) {
            sum += term;
            term *= x * (m == 1 ? 1 : (k + 2.0) / (k + 1)) / (n + k + m + 1);
        }
        return sum;
    }

    /** From x qₙ + n qₙ₋₁ = eˣ. */
    private static double first(int n, double x) {
        double q = Transcendental.expm1(x) / x;
        for (int k = 1; k <= n; k++) {
            q = (Transcendental.exp(x) - k * q) / x;
        }
        return q;
    }

    /** From x² qₙ + 2n x qₙ₋₁ + n (n − 1) qₙ₋₂, which is eˣ, less 1 for n = 1. */
    private static double second(int n, double x) {
        double before = 0;
        double q = x == Double.NEGATIVE_INFINITY ? 0 : (Transcendental.expm1(x) / x - 1) / x;
        for (int k = 1; k <= n; k++) {
            double exponential = k == 1 ? Transcendental.expm1(x) : Transcendental.exp(x);
            double next = (exponential / x - 2.0 * k * q - k * (k - 1.0) * before / x) / x;
            before = q;
            q = next;
        }
        return q;
    }
}
