package dev.costate.runtime;

/**
 * The error function and its complements; see {@link Special} for what each method computes.
 *
 * <p>As W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969): erf directly
 * near 0; elsewhere exp(−x²) erfcx(x), where x² is split so that exp keeps its relative accuracy, and erfcx is smooth
 * and of order 1/x. The approximations themselves are our own polynomials ({@link ErfTables}).
 */
final class Erf {
    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
    private static final double ONE_OVER_SQRT_PI = 0.5641895835477563;
    /** From here on the polynomials in 1/x². */
    private static final double FAR = 6.5;
    /** exp(−x²) is 0 from here on. */
    private static final double VANISHES = 28;
    /** Leaves the upper 26 bits of a significand, the square of which is exact. */
    private static final long UPPER = 0xffff_ffff_f800_0000L;

    private Erf() {}

    static double erf(double x) {
        double a = Math.abs(x);
        if (a < 1) {
            return x + x * PiecewisePolynomial.horner(ErfTables.ERF, x * x);
        }
        return Math.copySign(1 - tail(a), x);
    }

    static double erfc(double x) {
        if (Math.abs(x) < 0.5) {
            return 1 - erf(x);
        }
        return x > 0 ? tail(x) : 2 - tail(-x);
    }

    /** erfc(x) for x ≥ 0.5. */
    private static double tail(double x) {
        return expOfMinusSquare(x) * erfcxOfPositive(x);
    }

    static double erfcx(double x) {
        return x < 0 ? 2 * expOfSquare(x) - erfcxOfPositive(-x) : erfcxOfPositive(x);
    }

    private static double erfcxOfPositive(double x) {
        if (x < FAR) {
            return ErfTables.ERFCX.at(x);
        }
        return ONE_OVER_SQRT_PI / x * PiecewisePolynomial.horner(ErfTables.ERFCX_FAR, 1 / (x * x));
    }

    static double erfDx(double x) {
        return TWO_OVER_SQRT_PI * expOfMinusSquare(x);
    }

    static double erfcxDx(double x) {
        if (x < 0) {
            return 2 * x * erfcx(x) - TWO_OVER_SQRT_PI;
        }
        if (x < FAR) {
            return -ErfTables.ERFCX_SLOPE.at(x);
        }
        return -(ONE_OVER_SQRT_PI / x / x) * PiecewisePolynomial.horner(ErfTables.ERFCX_SLOPE_FAR, 1 / (x * x));
    }

    static double logErfc(double x) {
        return x > 0.5 ? Transcendental.log(erfcxOfPositive(x)) - x * x : Transcendental.log1p(-erf(x));
    }

    static double logErfcDx(double x) {
        // Both infinite for x far below 0.
        return x < -FAR ? -erfDx(x) / 2 : -TWO_OVER_SQRT_PI / erfcx(x);
    }

    /** exp(−x²) within 2.5 units of the last place: x² = h² + (x − h)(x + h), where h² is exact. */
    static double expOfMinusSquare(double x) {
        if (Math.abs(x) >= VANISHES) {
            return 0;
        }
        double h = upper(x);
        return Transcendental.exp(-h * h) * Transcendental.exp(-(x - h) * (x + h));
    }

    private static double expOfSquare(double x) {
        if (Math.abs(x) >= VANISHES) {
            return Double.POSITIVE_INFINITY;
        }
        double h = upper(x);
        return Transcendental.exp(h * h) * Transcendental.exp((x - h) * (x + h));
    }

    /** x with the lower half of its significand cleared. */
    static double upper(double x) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & UPPER);
    }
}
