package dev.costate.runtime;

/**
 * Logarithms and exponentials that keep their digits, logarithms of sums and differences of exponentials, products with
 * a logarithm; and their partial derivatives. The forms are the well-known stable ones (Mächler, "Accurately computing
 * log(1 − exp(−|a|))", 2012).
 *
 * <p>A partial derivative is named after its function and the variable, and is NaN where the value is, unless a method
 * says otherwise; {@link Elementary} has the conventions, and what the errors are. Long, since each function stands
 * with its derivatives.
 */
public final class Logarithm {
    private static final double LN2 = 0.6931471805599453;
    /** Beyond it x² + 1 is x² to double precision, and far below where x² overflows. */
    private static final double LARGE = 1e8;

    private Logarithm() {}

    /** log s of a sum s of exponentials e^(z − largest) of which at least one is 1. */
    public static double logShifted(double s, double largest) {
        return Transcendental.log(s);
    }

    /** ∂/∂s of {@link #logShifted}: 1/s, but 0 where the largest exponent is −∞, so that all of them are. */
    public static double logShiftedDx(double s, double largest) {
        return largest == Double.NEGATIVE_INFINITY ? 0 : 1 / s;
    }

    /** log(1 − eˣ) for x ≤ 0: −∞ at 0, 0 at −∞, NaN for x &gt; 0. Cut at −ln 2 (Mächler 2012). */
    public static double log1mexp(double x) {
        return x > -LN2 ? Transcendental.log(-Transcendental.expm1(x)) : Transcendental.log1p(-Transcendental.exp(x));
    }

    /** d log(1 − eˣ)/dx = −1/(e⁻ˣ − 1): −∞ at either zero, −0 at −∞, NaN for x &gt; 0. */
    public static double log1mexpDx(double x) {
        return x > 0 ? Double.NaN : -1 / Math.abs(Transcendental.expm1(-x));
    }

    /** log(eˣ − 1) for x ≥ 0: −∞ at 0, about x for large x, NaN for x &lt; 0. */
    public static double logexpm1(double x) {
        return x > LN2
                ? x + Transcendental.log1p(-Transcendental.exp(-x))
                : Transcendental.log(Transcendental.expm1(x));
    }

    /** d log(eˣ − 1)/dx = 1/(1 − e⁻ˣ): +∞ at either zero, 1 at +∞, NaN for x &lt; 0. */
    public static double logexpm1Dx(double x) {
        return x < 0 ? Double.NaN : 1 / Math.abs(Transcendental.expm1(-x));
    }

    /**
     * log(eᵃ + eᵇ), without overflow: −∞ for two −∞, +∞ if either is. Near its zeros, where eᵃ + eᵇ = 1, the error is
     * relative to the arguments.
     */
    public static double logaddexp(double a, double b) {
        double max = Math.max(a, b);
        // Equal arguments, infinite ones among them: their difference would be NaN.
        return a == b ? max + LN2 : max + Transcendental.log1p(Transcendental.exp(Math.min(a, b) - max));
    }

    /**
     * ∂ log(eᵃ + eᵇ)/∂a = Activation.sigmoid(a − b): 0 for two −∞, ½ for two +∞. The other partial is {@code
     * logaddexpDa(b, a)}.
     */
    public static double logaddexpDa(double a, double b) {
        if (a == b) {
            return a == Double.NEGATIVE_INFINITY ? 0 : 0.5;
        }
        return Activation.sigmoid(a - b);
    }

    /** log(eᵃ − eᵇ) for a ≥ b: −∞ for a = b &lt; ∞, NaN for a &lt; b and for two +∞. */
    public static double logsubexp(double a, double b) {
        if (a == b) {
            return a == Double.POSITIVE_INFINITY ? Double.NaN : Double.NEGATIVE_INFINITY;
        }
        return a + log1mexp(b - a);
    }

    /** ∂ log(eᵃ − eᵇ)/∂a = −1/(eᵇ⁻ᵃ − 1): +∞ for a = b, but 0 for two −∞; NaN for a &lt; b. */
    public static double logsubexpDa(double a, double b) {
        if (a == b) {
            return degenerateSlope(a);
        }
        return a < b ? Double.NaN : -1 / Transcendental.expm1(b - a);
    }

    /** ∂ log(eᵃ − eᵇ)/∂b = −1/(eᵃ⁻ᵇ − 1): −∞ for a = b, but 0 for two −∞; NaN for a &lt; b. */
    public static double logsubexpDb(double a, double b) {
        if (a == b) {
            return -degenerateSlope(a);
        }
        return a < b ? Double.NaN : -1 / Transcendental.expm1(a - b);
    }

    private static double degenerateSlope(double common) {
        if (common == Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        return common == Double.NEGATIVE_INFINITY ? 0 : Double.POSITIVE_INFINITY;
    }

    /** eᵃ⁻ᵇ, 1 for equal arguments, infinite ones among them: an entry of a softmax shifted by its maximum b. */
    public static double expDiff(double a, double b) {
        return a == b ? 1 : Transcendental.exp(a - b);
    }

    /** a − b, 0 for equal arguments, infinite ones among them: what {@link #expDiff} is the exponential of. */
    public static double distance(double a, double b) {
        return a == b ? 0 : a - b;
    }

    /** d log x/dx = 1/|x|: +∞ at either zero, NaN for x &lt; 0, where the value is NaN. */
    public static double logDx(double x) {
        return x < 0 ? Double.NaN : 1 / Math.abs(x);
    }

    /** log(a b), also where a b is too large or too small for a number. */
    public static double logProduct(double a, double b) {
        return logOf(a * b, a, b, 1);
    }

    /** log(a/b), also where a/b is too large or too small for a number. */
    public static double logQuotient(double a, double b) {
        return logOf(a / b, a, b, -1);
    }

    /** log(a b c), also where a product is too large or too small for a number. */
    public static double logProduct3(double a, double b, double c) {
        double product = a * b;
        return isNormal(product) ? logProduct(product, c) : logOfEach(product * c, a, b, c, 1);
    }

    /** log(a b/c), also where the product or the quotient is too large or too small for a number. */
    public static double logProductQuotient(double a, double b, double c) {
        double product = a * b;
        return isNormal(product) ? logQuotient(product, c) : logOfEach(product / c, a, b, c, -1);
    }

    private static boolean isNormal(double x) {
        return Math.abs(x) >= Double.MIN_NORMAL && Math.abs(x) <= Double.MAX_VALUE;
    }

    /** log x of x = a b cⁿ, but by the logarithms of a, b and c where these are neither 0 nor infinite. */
    private static double logOfEach(double x, double a, double b, double c, int power) {
        double sign = direction(direction(a, b), c);
        return Math.abs(sign) == 1
                ? sign > 0
                        ? Transcendental.log(Math.abs(a))
                                + Transcendental.log(Math.abs(b))
                                + power * Transcendental.log(Math.abs(c))
                        : Double.NaN
                : Transcendental.log(x);
    }

    /** 1 or −1, the sign of a b, or a b itself if one of them is 0, infinite or NaN. */
    private static double direction(double a, double b) {
        boolean plain = a != 0 && b != 0 && Math.abs(a) <= Double.MAX_VALUE && Math.abs(b) <= Double.MAX_VALUE;
        return plain ? Math.signum(a) * Math.signum(b) : a * b;
    }

    /** ∂ log(a b c)/∂a and ∂ log(a b/c)/∂a, as {@link #logProductDa} of a and the sign of b c. */
    public static double logProduct3Da(double a, double b, double c) {
        return logProductDa(a, direction(b, c));
    }

    /** log x of x = a bⁿ, but by the logarithms of a and b where x left the range of normal numbers. */
    private static double logOf(double x, double a, double b, int power) {
        boolean lost =
                !isNormal(x) && a != 0 && b != 0 && Math.abs(a) <= Double.MAX_VALUE && Math.abs(b) <= Double.MAX_VALUE;
        return lost && a > 0 == b > 0
                ? Transcendental.log(Math.abs(a)) + power * Transcendental.log(Math.abs(b))
                : Transcendental.log(x);
    }

    /**
     * ∂ log(a b)/∂a and ∂ log(a/b)/∂a: 1/a, at 0 infinite with the sign of b, NaN where a and b have different signs,
     * and 0 where b is 0 or infinite, so that neither the product nor the quotient moves. The other is {@code
     * logProductDa(b, a)}, for the quotient with a minus.
     */
    public static double logProductDa(double a, double b) {
        if (b == 0 || Double.isInfinite(b)) {
            return Elementary.nanOrZero(a);
        }
        if (a == 0) {
            return 1 / Math.copySign(0, b) + Elementary.nanOrZero(b);
        }
        return a < 0 == b < 0 ? 1 / a + Elementary.nanOrZero(b) : Double.NaN;
    }

    /** log |1 + x|, with full relative accuracy near 0. */
    public static double log1pMagnitude(double x) {
        return x > -1 ? Transcendental.log1p(x) : Transcendental.log(-1 - x);
    }

    /** log(1 + x²), also where x² is too large for a number. */
    public static double log1pSquare(double x) {
        return Math.abs(x) < LARGE ? Transcendental.log1p(x * x) : 2 * Transcendental.log(Math.abs(x));
    }

    /** d log(1 + x²)/dx = 2x/(1 + x²) without overflow: 0 at ±∞. */
    public static double log1pSquareDx(double x) {
        return Math.abs(x) < 1 ? 2 * x / (1 + x * x) : 2 / (x + 1 / x);
    }

    /** x log(x/y) − x + y, with full relative accuracy where x and y are nearly the same; y where x is 0. */
    public static double relativeEntropy(double x, double y) {
        if (x == 0) {
            return y;
        }
        double growth = (y - x) / x;
        return Math.abs(growth) < 0.5 ? x * Divided.log1pLess(growth) : x * logQuotient(x, y) + (y - x);
    }

    /** b log(1 + a/b), a for infinite b. */
    public static double log1pScaled(double a, double b) {
        return Double.isInfinite(b) && !Double.isInfinite(a) ? a : b * Transcendental.log1p(a / b);
    }

    /** ∂(b log(1 + a/b))/∂b = log(1 + x) − x/(1 + x) with x = a/b, about x²/2 for large b. */
    public static double log1pScaledDb(double a, double b) {
        double part = a / (a + b);
        return Math.abs(part) < 0.25 ? GammaStep.logLessQuotient(part) : Transcendental.log1p(a / b) - part;
    }

    /** log(1 + a/b) for b &gt; 0, which is log(a + b) − log b; NaN for b &lt; 0. */
    public static double log1pQuotient(double a, double b) {
        // Also where b is negative.
        if (b < 0x1p-60 * Math.abs(a)) {
            return Transcendental.log(a + b) - Transcendental.log(b);
        }
        return Transcendental.log1p(a / b);
    }

    /** ∂ log(1 + a/b)/∂a = 1/(a + b). */
    public static double log1pQuotientDa(double a, double b) {
        return b >= 0 ? logDx(a + b) : Double.NaN;
    }

    /** ∂ log(1 + a/b)/∂b = −a/(b (a + b)). */
    public static double log1pQuotientDb(double a, double b) {
        return b >= 0 && a + b >= 0 ? -(a / b) / (a + b) : Double.NaN;
    }

    /** log((a + b)/b), where a and b may both be negative; at most as exact as the sum where a is nearly −b. */
    public static double logGrowth(double a, double b) {
        double x = a / b;
        if (x < -0.5) {
            return Transcendental.log((a + b) / b);
        }
        return b < 0 ? log1pQuotient(-a, -b) : log1pQuotient(a, b);
    }

    /** ∂ log((a + b)/b)/∂a = 1/(a + b), NaN where a + b and b have different signs. */
    public static double logGrowthDa(double a, double b) {
        double sum = a + b;
        return sum == 0 ? 1 / Math.copySign(sum, b) : sum < 0 == b < 0 ? 1 / sum + Elementary.nanOrZero(b) : Double.NaN;
    }

    /** ∂ log((a + b)/b)/∂b = −a/(b (a + b)). */
    public static double logGrowthDb(double a, double b) {
        return -(a / b) * logGrowthDa(a, b);
    }

    /** d log(1 + x)/dx = 1/(1 + x): +∞ at −1, NaN below. */
    public static double log1pDx(double x) {
        return x < -1 ? Double.NaN : 1 / (1 + x);
    }

    /** x log y with 0 log y = 0 for every y but NaN. */
    public static double xlogy(double x, double y) {
        return x == 0 && !Double.isNaN(y) ? 0 : x * Transcendental.log(y);
    }

    /** ∂(x log y)/∂x = log y; 0 where x = 0 and y ≤ 0. */
    public static double xlogyDx(double x, double y) {
        return x == 0 && y <= 0 ? 0 : Transcendental.log(y) + Elementary.nanOrZero(x);
    }

    /** ∂(x log y)/∂y = x/y; 0 for x = 0, ±∞ for y = 0, NaN for y &lt; 0. */
    public static double xlogyDy(double x, double y) {
        if (x == 0 && !Double.isNaN(y)) {
            return 0;
        }
        return y < 0 ? Double.NaN : x / Math.abs(y);
    }

    /** log xʸ, also where the power leaves the range of numbers; of a negative x where the power is positive. */
    public static double logPower(double x, double y) {
        return x >= 0 ? xlogy(y, x) : Transcendental.log(Elementary.pow(x, y));
    }

    /** ∂ log xʸ/∂x = y/x: 0 for y = 0, ±∞ for x = 0, NaN where the value is. */
    public static double logPowerDx(double x, double y) {
        if (y == 0 && !Double.isNaN(x)) {
            return 0;
        }
        return x < 0 ? y / x + Elementary.nanOrZero(logPower(x, y)) : y / Math.abs(x);
    }

    /** x log(1 + y) with 0 log(1 + y) = 0 for every y but NaN. */
    public static double xlog1py(double x, double y) {
        return x == 0 && !Double.isNaN(y) ? 0 : x * Transcendental.log1p(y);
    }

    /** ∂(x log(1 + y))/∂x = log(1 + y); 0 where x = 0 and y ≤ −1. */
    public static double xlog1pyDx(double x, double y) {
        return x == 0 && y <= -1 ? 0 : Transcendental.log1p(y) + Elementary.nanOrZero(x);
    }

    /** ∂(x log(1 + y))/∂y = x/(1 + y); 0 for x = 0, ±∞ for y = −1, NaN below. */
    public static double xlog1pyDy(double x, double y) {
        if (x == 0 && !Double.isNaN(y)) {
            return 0;
        }
        return y < -1 ? Double.NaN : x / (1 + y);
    }
}
