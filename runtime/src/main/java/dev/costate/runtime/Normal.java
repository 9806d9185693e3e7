package dev.costate.runtime;

/** The normal distribution, from {@link Erf}; see {@link Special} for what each method computes. */
final class Normal {
    private static final double SQRT_HALF = 0.7071067811865476;
    private static final double ONE_OVER_SQRT_2PI = 0.3989422804014327;
    private static final double SQRT_2_OVER_PI = 0.7978845608028654;
    /** The density is 0 from here on. */
    private static final double VANISHES = 39;

    private Normal() {}

    static double density(double x) {
        return ONE_OVER_SQRT_2PI * expOfMinusHalfSquare(x);
    }

    static double distribution(double x) {
        // erfcx is well conditioned: the rounding of x/√2 doesn't grow by x² as it would in erfc.
        double tail = 0.5 * expOfMinusHalfSquare(x) * Erf.erfcx(Math.abs(x) * SQRT_HALF);
        return x < 0 ? tail : 1 - tail;
    }

    static double logDistribution(double x) {
        if (x < 0) {
            return Transcendental.log(0.5 * Erf.erfcx(-x * SQRT_HALF)) - 0.5 * x * x;
        }
        return Transcendental.log1p(-0.5 * expOfMinusHalfSquare(x) * Erf.erfcx(x * SQRT_HALF));
    }

    static double logDistributionDx(double x) {
        return x < 0 ? SQRT_2_OVER_PI / Erf.erfcx(-x * SQRT_HALF) : density(x) / distribution(x);
    }

    /** With u = −x/√2 and r = φ/Φ: x + r = −erfcx′(u)/(√2 erfcx(u)), a quotient without cancellation. */
    static double logDistributionDxx(double x) {
        if (x >= 0) {
            double r = logDistributionDx(x);
            return r == 0 ? -0.0 : -r * (x + r);
        }
        double u = -x * SQRT_HALF;
        double e = Erf.erfcx(u);
        // As u grows, erfcx′ is −erfcx/u: its underflow would be ours.
        return u > 1e8 ? -1 : SQRT_2_OVER_PI / e * (SQRT_HALF * Erf.erfcxDx(u) / e);
    }

    /** exp(−x²/2) with x² in two parts, the first exact, as in {@link Erf}. */
    private static double expOfMinusHalfSquare(double x) {
        if (Math.abs(x) >= VANISHES) {
            return 0;
        }
        double h = Erf.upper(x);
        return Transcendental.exp(-0.5 * h * h) * Transcendental.exp(-0.5 * (x - h) * (x + h));
    }

    /** By {@link NormalNoise#quantile}, which is right to about a unit in the last place. */
    static double quantile(double p) {
        if (p <= 0 || p >= 1) {
            return p == 0 ? Double.NEGATIVE_INFINITY : p == 1 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        return NormalNoise.quantile(p);
    }

    /**
     * 1/φ at the quantile. With the tail t that is φ/Φ of the other side, which the rounding of the quantile hardly
     * moves, φ = t φ/Φ.
     */
    static double quantileDx(double p) {
        double tail = Math.min(p, 1 - p);
        return tail == 0 ? Double.POSITIVE_INFINITY : 1 / (tail * logDistributionDx(-Math.abs(quantile(p))));
    }
}
