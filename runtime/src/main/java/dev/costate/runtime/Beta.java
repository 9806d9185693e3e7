package dev.costate.runtime;

/**
 * The logarithm of the beta function and its derivatives; see {@link Special} for what each method computes.
 *
 * <p>Differences are taken term by term: of logarithms as log1p, of powers by their factors, of Stirling's remainders
 * only where they are small beside what is added to them.
 */
final class Beta {
    private static final double HALF_LOG_2PI = 0.9189385332046728;
    /** B₂ₖ, k = 1 … 8. */
    private static final double[] BERNOULLI = {
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
    };

    private Beta() {}

    static double lbeta(double a, double b) {
        double p = Math.min(a, b);
        double q = Math.max(a, b);
        if (!(p > 0) || q < Gamma.FAR || Double.isInfinite(q)) {
            return small(p, q);
        }
        double ratio = p / q;
        // q log(q/(p + q)): bounded by p.
        double shrink = (q - 0.5) * Transcendental.log1p(ratio);
        double remainders = Gamma.remainder(q) - Gamma.remainder(p + q);
        if (p < Gamma.FAR) {
            return Gamma.lgamma(p) + remainders + p - p * Transcendental.log(p + q) - shrink;
        }
        return HALF_LOG_2PI
                - 0.5 * Transcendental.log(p + q)
                + (Gamma.remainder(p) + remainders)
                - (p - 0.5) * Transcendental.log1p(q / p)
                - shrink;
    }

    private static double small(double p, double q) {
        if (p > 0 && Double.isInfinite(q)) {
            return Double.NEGATIVE_INFINITY;
        }
        return Gamma.lgamma(p) + Gamma.lgamma(q) - Gamma.lgamma(p + q);
    }

    /** ψ(a) − ψ(a + b): terms of one sign only, so that nothing cancels. */
    static double digammaDifference(double a, double b) {
        if (!(a > 0 && b > 0)) {
            return Gamma.digamma(a) - Gamma.digamma(a + b);
        }
        if (Double.isInfinite(a) || Double.isInfinite(b)) {
            return Double.isInfinite(a) ? 0 : Double.NEGATIVE_INFINITY;
        }
        double x = a;
        double sum = 0;
        while (x < Gamma.FAR) {
            sum += b / (x + b) / x;
            x++;
        }
        double u = 1 / x;
        double v = 1 / (x + b);
        double first = b / (x + b) / x;
        // uᵐ − vᵐ by uᵐ⁻¹(u − v) + v(uᵐ⁻¹ − vᵐ⁻¹), all positive.
        double power = u;
        double difference = first;
        double series = 0.5 * first;
        for (int i = 0; i < BERNOULLI.length; i++) {
            difference = power * first + v * difference;
            power *= u;
            series += BERNOULLI[i] / (2 * (i + 1)) * difference;
            difference = power * first + v * difference;
            power *= u;
        }
        return -(sum + (Transcendental.log1p(b / x) + series));
    }

    /** ψ′(a) − ψ′(a + b), likewise. */
    static double trigammaDifference(double a, double b) {
        if (!(a > 0 && b > 0)) {
            return Gamma.polygamma(1, a) - Gamma.polygamma(1, a + b);
        }
        if (Double.isInfinite(a) || Double.isInfinite(b)) {
            return Gamma.polygamma(1, a);
        }
        double x = a;
        double sum = 0;
        while (x < 2 * Gamma.FAR) {
            double u = 1 / x;
            double v = 1 / (x + b);
            sum += b / (x + b) / x * (u + v);
            x++;
        }
        double u = 1 / x;
        double v = 1 / (x + b);
        double first = b / (x + b) / x;
        double power = u;
        double difference = power * first + v * first;
        power *= u;
        double series = first + 0.5 * difference;
        for (double bernoulli : BERNOULLI) {
            difference = power * first + v * difference;
            power *= u;
            series += bernoulli * difference;
            difference = power * first + v * difference;
            power *= u;
        }
        return sum + series;
    }
}
