package dev.costate.runtime;

/**
 * Differences of functions that saturate, such as sigmoid(a) − sigmoid(b): where both are nearly 1, by what is missing
 * to 1, so that they keep their digits in both tails; and the logarithms of those, which stay finite where the
 * differences underflow.
 *
 * <p>Where a value is NaN so are its derivatives.
 */
public final class Differences {
    private static final double SQRT_HALF = 0.7071067811865476;

    private Differences() {}

    /** sigmoid(a) − sigmoid(b) = (1 − e^(b − a)) sigmoid(a) sigmoid(−b), the greater first. */
    public static double sigmoidDiff(double a, double b) {
        if (a < b) {
            return -sigmoidDiff(b, a);
        }
        return a == b ? 0 : -Transcendental.expm1(b - a) * Activation.sigmoid(a) * Activation.sigmoid(-b);
    }

    /** erf(a) − erf(b): by erfc where both have the same sign. */
    public static double erfDiff(double a, double b) {
        if (a > 0 && b > 0) {
            return a < 0.5 && b < 0.5 ? Erf.erf(a) - Erf.erf(b) : Erf.erfc(b) - Erf.erfc(a);
        }
        return a < 0 && b < 0 ? erfDiff(-b, -a) : Erf.erf(a) - Erf.erf(b);
    }

    /** Φ(a) − Φ(b) for the normal distribution function Φ, in the tail in which both are. */
    public static double normcdfDiff(double a, double b) {
        if (a > 0 && b > 0) {
            return Normal.distribution(-b) - Normal.distribution(-a);
        }
        return a < 0 && b < 0
                ? Normal.distribution(a) - Normal.distribution(b)
                : 0.5 * (Erf.erf(a * SQRT_HALF) - Erf.erf(b * SQRT_HALF));
    }

    /** atan(a) − atan(b): by what is missing to π/2 where both are beyond 1. */
    public static double atanDiff(double a, double b) {
        boolean far = (a > 1 && b > 1) || (a < -1 && b < -1);
        return far
                ? Transcendental.atan(1 / b) - Transcendental.atan(1 / a)
                : Transcendental.atan(a) - Transcendental.atan(b);
    }

    /** eᵃ − eᵇ, the greater times expm1 where both are nearly the same. */
    public static double expDiff(double a, double b) {
        if (a < b) {
            return -expDiff(b, a);
        }
        return a - b < 1
                ? Transcendental.exp(a) * (0 - Transcendental.expm1(b - a))
                : Transcendental.exp(a) - Transcendental.exp(b);
    }

    /** log(Φ(a) − Φ(b)) for a ≥ b: −∞ for a = b, NaN for a &lt; b. */
    public static double logNormcdfDiff(double a, double b) {
        if (a > 0 && b > 0) {
            return logNormcdfDiff(-b, -a);
        }
        if (a <= 0 && b <= 0) {
            return Logarithm.logsubexp(Normal.logDistribution(a), Normal.logDistribution(b));
        }
        double tails = Normal.distribution(b) + Normal.distribution(-a);
        return tails < 0.5 ? Transcendental.log1p(-tails) : Transcendental.log(normcdfDiff(a, b));
    }

    /**
     * ∂ log(Φ(a) − Φ(b))/∂a = φ(a)/(Φ(a) − Φ(b)), +∞ for a = b. The other partial derivative is {@code
     * -logNormcdfDiffDa(-b, -a)}.
     */
    public static double logNormcdfDiffDa(double a, double b) {
        if (a < b) {
            return Double.NaN;
        }
        if (a > 0 && b > 0) {
            double lower = Normal.logDistribution(-b);
            if (a == Double.POSITIVE_INFINITY && b < a) {
                return 0;
            }
            double ratio = lower == Double.NEGATIVE_INFINITY ? lower : Normal.logDistribution(-a) - lower;
            return a == b ? Double.POSITIVE_INFINITY : Normal.logDistributionDx(-a) / Transcendental.expm1(-ratio);
        }
        return a <= 0 && b <= 0 ? Normal.logDistributionDx(a) / above(a, b) : Normal.density(a) / normcdfDiff(a, b);
    }

    /** 1 − Φ(b)/Φ(a). */
    private static double above(double a, double b) {
        return -Transcendental.expm1(Normal.logDistribution(b) - Normal.logDistribution(a));
    }
}
