package dev.costate.runtime;

/**
 * What a step of the logarithm of the gamma function differs from its first order by: s(a, d) = log Γ(a + d) − log Γ(a)
 * − d log a for a &gt; 0 and a + d &gt; 0, about d (d − 1)/(2a) for large a, where the three terms cancel; and its
 * derivatives. Likelihoods that approach a simpler one, as Student's t does the normal, approach it so.
 *
 * <p>For large a by Stirling's series, term by term; the derivatives there also for small a, since by Γ(x + 1) = x Γ(x)
 * a step at a is one at a + 1 and a rest whose terms have one sign.
 */
final class GammaStep {
    /** B₂ₖ/(2k (2k − 1)), k = 1 … 8: Stirling's remainder is Σ of these over x^(2k − 1). */
    private static final double[] STIRLING = {
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400
    };

    private GammaStep() {}

    private static boolean isFar(double a, double d) {
        return a >= Gamma.FAR && a + d >= Gamma.FAR;
    }

    static double value(double a, double d) {
        if (!(a > 0 && a + d > 0)) {
            return Gamma.lgamma(a + d) - Gamma.lgamma(a) - d * Transcendental.log(a);
        }
        double b = a;
        double sum = 0;
        while (!isFar(b, d)) {
            sum += b < 0.5
                    ? d * Transcendental.log1p(1 / b) - Transcendental.log1p(d / b)
                    : d * log1pLess(1 / b) - log1pLess(d / b);
            b++;
        }
        double x = d / b;
        double remainders = Gamma.remainder(b + d) - Gamma.remainder(b);
        return sum + (b * log1pLess(x) + (d - 0.5) * Transcendental.log1p(x) + remainders);
    }

    /**
     * log(1 + x) − x: with z = x/(2 + x), log(1 + x) is twice the inverse hyperbolic tangent of z, and 2z − x is −xz.
     */
    static double log1pLess(double x) {
        if (!(x > -0.5 && x < 0.7)) {
            return Transcendental.log1p(x) - x;
        }
        double z = x / (2 + x);
        double square = z * z;
        double sum = 0;
        for (int k = 33; k >= 3; k -= 2) {
            sum = sum * square + 2.0 / k;
        }
        return z * (square * sum - x);
    }

    /** −log(1 − y) − y = log(1 + x) − x/(1 + x) for y = x/(1 + x): y²/2 + y³/3 + … near 0. */
    static double logLessQuotient(double y) {
        if (Math.abs(y) > 0.25) {
            return -Transcendental.log1p(-y) - y;
        }
        double sum = 0;
        for (int k = 27; k >= 2; k--) {
            sum = sum * y + 1.0 / k;
        }
        return sum * y * y;
    }

    /** ∂/∂a: ψ(a + d) − ψ(a) − d/a. */
    static double da(double a, double d) {
        if (!(a > 0 && a + d > 0)) {
            return Gamma.digamma(a + d) - Gamma.digamma(a) - d / a;
        }
        double b = a;
        double sum = 0;
        while (!isFar(b, d)) {
            sum += d * (1 - d) / b / (b + d) / (b + 1);
            b++;
        }
        double u = 1 / b;
        double v = 1 / (b + d);
        double step = d * u * v;
        return sum + (log1pLess(d / b) + 0.5 * step + remainderStep(u, v, step, 0));
    }

    /** ∂²/∂a²: ψ′(a + d) − ψ′(a) + d/a². */
    static double daa(double a, double d) {
        if (!(a > 0 && a + d > 0)) {
            return Gamma.polygamma(1, a + d) - Gamma.polygamma(1, a) + d / a / a;
        }
        double b = a;
        double sum = 0;
        while (!isFar(b, d)) {
            double term = d * (1 - d) / b / (b + d) / (b + 1);
            sum -= term * (1 / b + 1 / (b + d) + 1 / (b + 1));
            b++;
        }
        double u = 1 / b;
        double v = 1 / (b + d);
        double step = d * u * v;
        return sum + (d * u * step - 0.5 * step * (u + v) + remainderStep(u, v, step, 1));
    }

    /**
     * What the first (order 0) or second (order 1) derivative of Stirling's remainder, without its sign, is less at 1/v
     * than at 1/u, with u − v as step: uᵐ − vᵐ by uᵐ⁻¹(u − v) + v(uᵐ⁻¹ − vᵐ⁻¹).
     */
    private static double remainderStep(double u, double v, double step, int order) {
        double power = u;
        double difference = step;
        double sum = 0;
        for (int k = 1; k <= STIRLING.length; k++) {
            int m = 2 * k + order;
            double factor = (2 * k - 1) * STIRLING[k - 1] * (order == 0 ? 1 : 2 * k);
            for (int at = k == 1 ? 1 : m - 2; at < m; at++) {
                difference = power * step + v * difference;
                power *= u;
            }
            sum += factor * difference;
        }
        return order == 0 ? sum : -sum;
    }

    /** ∂/∂d: ψ(a + d) − log a. */
    static double dd(double a, double d) {
        if (!(a > 0 && a + d > 0)) {
            return Gamma.digamma(a + d) - Transcendental.log(a);
        }
        double b = a;
        double sum = 0;
        while (!isFar(b, d)) {
            sum += log1pLess(1 / b) + d / b / (b + d);
            b++;
        }
        double v = 1 / (b + d);
        double series = 0;
        for (int k = STIRLING.length; k >= 1; k--) {
            series = series * v * v + (2 * k - 1) * STIRLING[k - 1];
        }
        return sum + (Transcendental.log1p(d / b) - v * (0.5 + v * series));
    }

    /** ∂²/∂a∂d: ψ′(a + d) − 1/a. */
    static double dad(double a, double d) {
        if (!(a > 0 && a + d > 0)) {
            return Gamma.polygamma(1, a + d) - 1 / a;
        }
        double b = a;
        double sum = 0;
        while (!isFar(b, d)) {
            sum += (b * (1 - 2 * d) - d * d) / (b + d) / (b + d) / b / (b + 1);
            b++;
        }
        double v = 1 / (b + d);
        double series = 0;
        for (int k = STIRLING.length; k >= 1; k--) {
            series = series * v * v + 2 * k * (2 * k - 1) * STIRLING[k - 1];
        }
        return sum + (v * v * (0.5 + v * series) - d / b * v);
    }
}
