package dev.costate.runtime;

/**
 * Elementary functions that {@link Math} lacks, activation functions, and the partial derivatives that need care.
 *
 * <p>A partial derivative is named after its function and the variable: {@code powDy(x, y)} is ∂(x^y)/∂y. Where a value
 * is NaN so are its derivatives, unless a method says otherwise. At kinks: the subgradient of least norm; two equal
 * active arguments of a maximum share the derivative; at singular points the limit, which may be infinite.
 *
 * <p>Unless a method says otherwise the error is below 4 units of the last place, in addition to what a change of the
 * arguments by half a unit would do. The forms are the well-known stable ones (Mächler, "Accurately computing
 * log(1 − exp(−|a|))", 2012; Kahan, "Branch cuts for complex elementary functions", 1987).
 *
 * <p>The file is long because the list of functions is; no method depends on more than its neighbours.
 */
public final class Elementary {
    private static final double LN2 = 0.6931471805599453;
    /** Beyond it x² + 1 is x² to double precision, and far below where x² overflows. */
    private static final double LARGE = 1e8;

    private Elementary() {}

    // ---- Exponentials and logarithms ----

    /** log s of a sum s of exponentials e^(z − largest) of which at least one is 1. */
    public static double logShifted(double s, double largest) {
        return Math.log(s);
    }

    /** ∂/∂s of {@link #logShifted}: 1/s, but 0 where the largest exponent is −∞, so that all of them are. */
    public static double logShiftedDx(double s, double largest) {
        return largest == Double.NEGATIVE_INFINITY ? 0 : 1 / s;
    }

    /** log(1 − eˣ) for x ≤ 0: −∞ at 0, 0 at −∞, NaN for x &gt; 0. Cut at −ln 2 (Mächler 2012). */
    public static double log1mexp(double x) {
        return x > -LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
    }

    /** d log(1 − eˣ)/dx = −1/(e⁻ˣ − 1): −∞ at either zero, −0 at −∞, NaN for x &gt; 0. */
    public static double log1mexpDx(double x) {
        return x > 0 ? Double.NaN : -1 / Math.abs(Math.expm1(-x));
    }

    /** log(eˣ − 1) for x ≥ 0: −∞ at 0, about x for large x, NaN for x &lt; 0. */
    public static double logexpm1(double x) {
        return x > LN2 ? x + Math.log1p(-Math.exp(-x)) : Math.log(Math.expm1(x));
    }

    /** d log(eˣ − 1)/dx = 1/(1 − e⁻ˣ): +∞ at either zero, 1 at +∞, NaN for x &lt; 0. */
    public static double logexpm1Dx(double x) {
        return x < 0 ? Double.NaN : 1 / Math.abs(Math.expm1(-x));
    }

    /**
     * log(eᵃ + eᵇ), without overflow: −∞ for two −∞, +∞ if either is. Near its zeros, where eᵃ + eᵇ = 1, the error is
     * relative to the arguments.
     */
    public static double logaddexp(double a, double b) {
        double max = Math.max(a, b);
        // Equal arguments, infinite ones among them: their difference would be NaN.
        return a == b ? max + LN2 : max + Math.log1p(Math.exp(Math.min(a, b) - max));
    }

    /**
     * ∂ log(eᵃ + eᵇ)/∂a = sigmoid(a − b): 0 for two −∞, ½ for two +∞. The other partial is {@code logaddexpDa(b, a)}.
     */
    public static double logaddexpDa(double a, double b) {
        if (a == b) {
            return a == Double.NEGATIVE_INFINITY ? 0 : 0.5;
        }
        return sigmoid(a - b);
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
        return a < b ? Double.NaN : -1 / Math.expm1(b - a);
    }

    /** ∂ log(eᵃ − eᵇ)/∂b = −1/(eᵃ⁻ᵇ − 1): −∞ for a = b, but 0 for two −∞; NaN for a &lt; b. */
    public static double logsubexpDb(double a, double b) {
        if (a == b) {
            return -degenerateSlope(a);
        }
        return a < b ? Double.NaN : -1 / Math.expm1(a - b);
    }

    private static double degenerateSlope(double common) {
        if (common == Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        return common == Double.NEGATIVE_INFINITY ? 0 : Double.POSITIVE_INFINITY;
    }

    /** eᵃ⁻ᵇ, 1 for equal arguments, infinite ones among them: an entry of a softmax shifted by its maximum b. */
    public static double expDiff(double a, double b) {
        return a == b ? 1 : Math.exp(a - b);
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

    /** log x of x = a bⁿ, but by the logarithms of a and b where x left the range of normal numbers. */
    private static double logOf(double x, double a, double b, int power) {
        boolean normal = Math.abs(x) >= Double.MIN_NORMAL && Math.abs(x) <= Double.MAX_VALUE;
        boolean lost =
                !normal && a != 0 && b != 0 && Math.abs(a) <= Double.MAX_VALUE && Math.abs(b) <= Double.MAX_VALUE;
        return lost && a > 0 == b > 0 ? Math.log(Math.abs(a)) + power * Math.log(Math.abs(b)) : Math.log(x);
    }

    /**
     * ∂ log(a b)/∂a and ∂ log(a/b)/∂a: 1/a, at 0 infinite with the sign of b, NaN where a and b have different signs,
     * and 0 where b is 0 or infinite, so that neither the product nor the quotient moves. The other is {@code
     * logProductDa(b, a)}, for the quotient with a minus.
     */
    public static double logProductDa(double a, double b) {
        if (b == 0 || Double.isInfinite(b)) {
            return nanOrZero(a);
        }
        if (a == 0) {
            return 1 / Math.copySign(0, b) + nanOrZero(b);
        }
        return a < 0 == b < 0 ? 1 / a + nanOrZero(b) : Double.NaN;
    }

    /** log(1 + x²), also where x² is too large for a number. */
    public static double log1pSquare(double x) {
        return Math.abs(x) < LARGE ? Math.log1p(x * x) : 2 * Math.log(Math.abs(x));
    }

    /** d log(1 + x²)/dx = 2x/(1 + x²) without overflow: 0 at ±∞. */
    public static double log1pSquareDx(double x) {
        return Math.abs(x) < 1 ? 2 * x / (1 + x * x) : 2 / (x + 1 / x);
    }

    /** b log(1 + a/b), a for infinite b. */
    public static double log1pScaled(double a, double b) {
        return Double.isInfinite(b) && !Double.isInfinite(a) ? a : b * Math.log1p(a / b);
    }

    /** ∂(b log(1 + a/b))/∂b = log(1 + x) − x/(1 + x) with x = a/b, about x²/2 for large b. */
    public static double log1pScaledDb(double a, double b) {
        double part = a / (a + b);
        return Math.abs(part) < 0.25 ? GammaStep.logLessQuotient(part) : Math.log1p(a / b) - part;
    }

    /** log(1 + a/b) for b &gt; 0, which is log(a + b) − log b; NaN for b &lt; 0. */
    public static double log1pQuotient(double a, double b) {
        // Also where b is negative.
        if (b < 0x1p-60 * Math.abs(a)) {
            return Math.log(a + b) - Math.log(b);
        }
        return Math.log1p(a / b);
    }

    /** ∂ log(1 + a/b)/∂a = 1/(a + b). */
    public static double log1pQuotientDa(double a, double b) {
        return b >= 0 ? logDx(a + b) : Double.NaN;
    }

    /** ∂ log(1 + a/b)/∂b = −a/(b (a + b)). */
    public static double log1pQuotientDb(double a, double b) {
        return b >= 0 && a + b >= 0 ? -(a / b) / (a + b) : Double.NaN;
    }

    /** d log(1 + x)/dx = 1/(1 + x): +∞ at −1, NaN below. */
    public static double log1pDx(double x) {
        return x < -1 ? Double.NaN : 1 / (1 + x);
    }

    /** x log y with 0 log y = 0 for every y but NaN. */
    public static double xlogy(double x, double y) {
        return x == 0 && !Double.isNaN(y) ? 0 : x * Math.log(y);
    }

    /** ∂(x log y)/∂x = log y; 0 where x = 0 and y ≤ 0. */
    public static double xlogyDx(double x, double y) {
        return x == 0 && y <= 0 ? 0 : Math.log(y) + nanOrZero(x);
    }

    /** ∂(x log y)/∂y = x/y; 0 for x = 0, ±∞ for y = 0, NaN for y &lt; 0. */
    public static double xlogyDy(double x, double y) {
        if (x == 0 && !Double.isNaN(y)) {
            return 0;
        }
        return y < 0 ? Double.NaN : x / Math.abs(y);
    }

    /** x log(1 + y) with 0 log(1 + y) = 0 for every y but NaN. */
    public static double xlog1py(double x, double y) {
        return x == 0 && !Double.isNaN(y) ? 0 : x * Math.log1p(y);
    }

    /** ∂(x log(1 + y))/∂x = log(1 + y); 0 where x = 0 and y ≤ −1. */
    public static double xlog1pyDx(double x, double y) {
        return x == 0 && y <= -1 ? 0 : Math.log1p(y) + nanOrZero(x);
    }

    /** ∂(x log(1 + y))/∂y = x/(1 + y); 0 for x = 0, ±∞ for y = −1, NaN below. */
    public static double xlog1pyDy(double x, double y) {
        if (x == 0 && !Double.isNaN(y)) {
            return 0;
        }
        return y < -1 ? Double.NaN : x / (1 + y);
    }

    /** NaN for NaN, 0 for every other x: added to a derivative that doesn't otherwise look at x. */
    private static double nanOrZero(double x) {
        return Double.isNaN(x) ? x : 0;
    }

    // ---- Sigmoid and its kin ----

    /** 1/(1 + e⁻ˣ), with full relative accuracy in the left tail; 0 at −∞, 1 at +∞. */
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /** sigmoid(x) sigmoid(−x), with full relative accuracy in both tails; not s(1 − s), which is 0 beyond 37. */
    public static double sigmoidDx(double x) {
        double e = Math.exp(-Math.abs(x));
        return e / ((1 + e) * (1 + e));
    }

    /** log sigmoid(x) = min(x, 0) − log(1 + e^−|x|): −∞ at −∞, 0 at +∞. */
    public static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** d log sigmoid(x)/dx = sigmoid(−x). */
    public static double logSigmoidDx(double x) {
        return sigmoid(-x);
    }

    /** log(p/(1 − p)), the inverse of sigmoid: ∓∞ at 0 and 1, NaN outside of [0, 1]. Accurate near its zero ½, too. */
    public static double logit(double p) {
        return Math.abs(p - 0.5) < 0.2 ? Math.log1p((2 * p - 1) / (1 - p)) : Math.log(p) - Math.log1p(-p);
    }

    /** d logit(p)/dp = 1/(p(1 − p)): +∞ at 0 and 1, NaN outside. */
    public static double logitDx(double p) {
        return p < 0 || p > 1 ? Double.NaN : 1 / Math.abs(p * (1 - p));
    }

    /** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|): 0 at −∞, +∞ at +∞. Its derivative is sigmoid. */
    public static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** d log(1 + eˣ)/dx = sigmoid(x). */
    public static double softplusDx(double x) {
        return sigmoid(x);
    }

    // ---- Activations ----

    /** max(x, 0), NaN for NaN. */
    public static double relu(double x) {
        return Math.max(x, 0);
    }

    /** 1 for x &gt; 0, 0 for x ≤ 0, NaN for NaN. */
    public static double reluDx(double x) {
        return maxConstWeight(x, 0);
    }

    /** x for x &gt; 0, slope · x otherwise. */
    public static double leakyRelu(double x, double slope) {
        return x > 0 ? x : slope * x;
    }

    /** 1 for x &gt; 0, slope otherwise, at the kink too. */
    public static double leakyReluDx(double x, double slope) {
        return x > 0 ? 1 : slope + nanOrZero(x);
    }

    /** ∂/∂slope: 0 for x &gt; 0, x otherwise. */
    public static double leakyReluDslope(double x) {
        return x > 0 ? 0 : x;
    }

    /** x for x &gt; 0, eˣ − 1 otherwise. */
    public static double elu(double x) {
        return x > 0 ? x : Math.expm1(x);
    }

    /** 1 for x &gt; 0, eˣ otherwise; continuous. */
    public static double eluDx(double x) {
        return x > 0 ? 1 : Math.exp(x);
    }

    /** x Φ(x), Φ the normal distribution function; −0 at −∞. */
    public static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? -0.0 : x * Special.normcdf(x);
    }

    /** d(x Φ(x))/dx = Φ(x) + x φ(x). Near its zero at −0.7518 the error is relative to the summands. */
    public static double geluDx(double x) {
        return Double.isInfinite(x) ? step(x) : Special.normcdf(x) + x * Special.normpdf(x);
    }

    /** x sigmoid(x); −0 at −∞. Accurate where sigmoid(x) is subnormal, too. */
    public static double silu(double x) {
        if (x >= -700) {
            return x * sigmoid(x);
        }
        // Two factors: eˣ alone loses its last digits below −708. NaN ends here, too.
        return x == Double.NEGATIVE_INFINITY ? -0.0 : x * Math.exp(x + 100) * Math.exp(-100);
    }

    /** d(x sigmoid(x))/dx = s(x)(1 + x s(−x)). Near its zero at −1.2785 the error is relative to the summands. */
    public static double siluDx(double x) {
        if (x >= -700) {
            return x == Double.POSITIVE_INFINITY ? 1 : sigmoid(x) * (1 + x * sigmoid(-x));
        }
        return x == Double.NEGATIVE_INFINITY ? 0 : (1 + x) * Math.exp(x + 100) * Math.exp(-100);
    }

    // ---- Hyperbolic and trigonometric functions ----

    /** The inverse of sinh: log(x + √(x² + 1)), odd, accurate for small x, no overflow. */
    public static double asinh(double x) {
        double a = Math.abs(x);
        double y = a > LARGE ? Math.log(a) + LN2 : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
        return Math.copySign(y, x);
    }

    /** d asinh(x)/dx = 1/√(1 + x²). */
    public static double asinhDx(double x) {
        return Math.abs(x) > LARGE ? 1 / Math.abs(x) : 1 / Math.sqrt(1 + x * x);
    }

    /** The inverse of cosh on [1, ∞): log(x + √(x² − 1)), accurate near 1; NaN for x &lt; 1. */
    public static double acosh(double x) {
        return x > LARGE ? Math.log(x) + LN2 : Math.log1p((x - 1) + Math.sqrt((x - 1) * (x + 1)));
    }

    /** d acosh(x)/dx = 1/(√(x − 1) √(x + 1)): +∞ at 1, NaN below. */
    public static double acoshDx(double x) {
        return 1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1));
    }

    /** The inverse of tanh: ½ log((1 + x)/(1 − x)), odd, ±∞ at ±1, NaN beyond. */
    public static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
    }

    /** d atanh(x)/dx = 1/((1 − x)(1 + x)): +∞ at ±1, NaN beyond. */
    public static double atanhDx(double x) {
        return Math.abs(x) > 1 ? Double.NaN : 1 / ((1 - x) * (1 + x));
    }

    /** 1/cosh²(x) = 1 − tanh²(x), with full relative accuracy everywhere: the derivative of tanh. */
    public static double sech2(double x) {
        double a = Math.abs(x);
        if (a < 1) {
            double c = Math.cosh(a);
            return 1 / (c * c);
        }
        double e = Math.exp(-2 * a);
        return 4 * e / ((1 + e) * (1 + e));
    }

    /** log cosh x: x²/2 near 0, |x| − log 2 far away; no overflow. Its derivative is tanh. */
    public static double logCosh(double x) {
        double a = Math.abs(x);
        if (a < 1) {
            double s = Math.sinh(a);
            return 0.5 * Math.log1p(s * s);
        }
        return a + Math.log1p(Math.exp(-2 * a)) - LN2;
    }

    /** d tan(x)/dx = 1 + tan²(x). */
    public static double tanDx(double x) {
        double t = Math.tan(x);
        return 1 + t * t;
    }

    /** d asin(x)/dx = 1/√((1 − x)(1 + x)): +∞ at ±1, NaN beyond. The derivative of acos is its negative. */
    public static double asinDx(double x) {
        return 1 / Math.sqrt((1 - x) * (1 + x));
    }

    /** d acos(x)/dx = −1/√((1 − x)(1 + x)): −∞ at ±1, NaN beyond. */
    public static double acosDx(double x) {
        return -asinDx(x);
    }

    /** d atan(x)/dx = 1/(1 + x²). */
    public static double atanDx(double x) {
        return 1 / (1 + x * x);
    }

    /** ∂ atan2(y, x)/∂y = x/(x² + y²), computed as (x/h)/h; 0 at the origin and at infinity. */
    public static double atan2Dy(double y, double x) {
        return overSquaredNorm(x, x, y);
    }

    /** ∂ atan2(y, x)/∂x = −y/(x² + y²), computed as −(y/h)/h; 0 at the origin and at infinity. */
    public static double atan2Dx(double y, double x) {
        return overSquaredNorm(-y, x, y);
    }

    private static double overSquaredNorm(double numerator, double x, double y) {
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Double.NaN;
        }
        double h = Math.hypot(x, y);
        return h == 0 || Double.isInfinite(x) || Double.isInfinite(y) ? 0 : numerator / h / h;
    }

    // ---- Powers and roots ----

    /** x². Overflows to +∞ beyond 1.3e154. */
    public static double square(double x) {
        return x * x;
    }

    /** d√x/dx = 1/(2√x): +∞ at either zero, NaN for x &lt; 0. */
    public static double sqrtDx(double x) {
        return 0.5 / Math.abs(Math.sqrt(x));
    }

    /** d∛x/dx = 1/(3 ∛x²): +∞ at 0. */
    public static double cbrtDx(double x) {
        double r = Math.cbrt(x);
        return 1 / (3 * r * r);
    }

    /** d(1/x)/dx = −(1/x)/x. */
    public static double reciprocalDx(double x) {
        return -(1 / x) / x;
    }

    /** ∂(x/y)/∂y = −(x/y)/y, which doesn't overflow as y² may. */
    public static double divDy(double x, double y) {
        return -(x / y) / y;
    }

    /** ∂(x/y)/∂x = 1/y, but NaN where x/y is: at 0/0 and ∞/∞. */
    public static double divDx(double x, double y) {
        return (y == 0 || Double.isInfinite(y)) && Double.isNaN(x / y) ? Double.NaN : 1 / y;
    }

    /** f times ∂(x/y)/∂x, 0 where either is: f/y, but 0 for f = 0 and for y = ±∞, and NaN where x/y is not a number. */
    public static double divAlong(double f, double x, double y) {
        boolean plain = y != 0 && Math.abs(y) <= Double.MAX_VALUE;
        return plain ? f / y : zeroProduct(f, divDx(x, y));
    }

    /**
     * x^y as {@link Math#pow}: x⁰ = 1 for every x, NaN for x &lt; 0 and y not whole; but as in C99 1^y = 1 for every y.
     */
    public static double pow(double x, double y) {
        return x == 1 ? 1 : Math.pow(x, y);
    }

    /** xʸ − 1, with full relative accuracy where xʸ is near 1. */
    public static double powm1(double x, double y) {
        double exponent = y * Math.log(x);
        return x > 0 && Math.abs(exponent) < 0.5 ? Math.expm1(exponent) : pow(x, y) - 1;
    }

    /** (1 + x)ʸ, by log(1 + x) where 1 + x would be rounded. */
    public static double compound(double x, double y) {
        return Math.abs(x) < 0.5 ? Math.exp(y * Math.log1p(x)) : pow(1 + x, y);
    }

    /** ∂(1 + x)ʸ/∂y = (1 + x)ʸ log(1 + x). */
    public static double compoundDy(double x, double y) {
        return Math.abs(x) < 0.5 ? compound(x, y) * Math.log1p(x) : powDy(1 + x, y);
    }

    /** (1 + x)ʸ − 1, with full relative accuracy. */
    public static double compoundm1(double x, double y) {
        return Math.abs(x) < 0.5 ? Math.expm1(y * Math.log1p(x)) : powm1(1 + x, y);
    }

    /** ∂(x^y)/∂x = y x^(y−1): 0 for y = 0; at x = 0 the limit from the right, that is 0, 1 or ±∞. */
    public static double powDx(double x, double y) {
        if (y == 0) {
            return 0;
        }
        double value = pow(x, y);
        if (Double.isNaN(value)) {
            return value;
        }
        double less = y - 1;
        // Where y − 1 is rounded, and the power neither over- nor underflows, x^y/x has the smaller error.
        if (less + 1 == y || x == 0 || Math.abs(value) < Double.MIN_NORMAL || Double.isInfinite(value)) {
            return y * pow(x, less);
        }
        return y * (value / x);
    }

    /** ∂²(x^y)/∂x∂y = x^(y−1) (1 + y log x): at x = 0 the limit from the right, 0 or ±∞; NaN for x &lt; 0. */
    public static double powDxy(double x, double y) {
        if (x == 0) {
            return y > 1 ? 0 : y > 0 ? Double.NEGATIVE_INFINITY : Double.isNaN(y) ? y : Double.POSITIVE_INFINITY;
        }
        double power = pow(x, y - 1);
        return power == 0 && x > 0 ? 0 : power * (1 + y * Math.log(x));
    }

    /** ∂(x^y)/∂y = x^y log x: at x = 0 the limit, 0 for y ≥ 0 and −∞ for y &lt; 0; NaN for x &lt; 0. */
    public static double powDy(double x, double y) {
        if (x == 0 && y >= 0) {
            return 0;
        }
        double value = pow(x == 0 ? 0.0 : x, y);
        return value == 0 && x > 0 ? 0 : value * Math.log(x);
    }

    /**
     * xⁿ by repeated squaring, the factors in the order of the binary digits of |n| from the lowest: x⁰ = 1 for every
     * x, NaN included; negative n is 1/x^|n|, or (1/x)^|n| where x^|n| over- or underflows. Relative error about
     * |n|·2⁻⁵³.
     */
    public static double powInt(double x, int n) {
        if (n >= 0) {
            return positivePower(x, n);
        }
        long exponent = -(long) n;
        double power = positivePower(x, exponent);
        double size = Math.abs(power);
        return size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE ? 1 / power : positivePower(1 / x, exponent);
    }

    private static double positivePower(double x, long n) {
        double square = x;
        double product = 1;
        for (long rest = n; rest != 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                product *= square;
            }
            if (rest > 1) {
                square *= square;
            }
        }
        return product;
    }

    /** d(xⁿ)/dx = n xⁿ⁻¹: 0 for n = 0, 1 for n = 1, whatever x. */
    public static double powIntDx(double x, int n) {
        if (n == 0) {
            return 0;
        }
        return n == Integer.MIN_VALUE ? n * (powInt(x, n) / x) : n * powInt(x, n - 1);
    }

    /** √(x² + y²) without intermediate over- or underflow: {@link Math#hypot}. */
    public static double hypot(double x, double y) {
        return Math.hypot(x, y);
    }

    /** ∂ hypot(x, y)/∂x = x/h: 0 at the origin, ±1 for infinite x (±√½ if y is infinite too). */
    public static double hypotDx(double x, double y) {
        if (Double.isInfinite(x)) {
            return Math.copySign(Double.isInfinite(y) ? Math.sqrt(0.5) : 1, x);
        }
        double h = Math.hypot(x, y);
        return h == 0 ? 0 : x / h;
    }

    /** √(x² + y² + z²), also where the squares are too large or too small for numbers. */
    public static double norm3(double x, double y, double z) {
        double squares = x * x + y * y + z * z;
        return squares > 1e-280 && squares < 1e300 ? Math.sqrt(squares) : Math.hypot(Math.hypot(x, y), z);
    }

    /** x/h for a norm h of which x is a part, 0 where both are. */
    public static double overNorm(double x, double h) {
        return h == 0 ? 0 : x / h;
    }

    // ---- Kinks and steps ----

    /** −1, 0 or 1; ±0 and NaN stay: {@link Math#signum}. Also the derivative of |x|, 0 at 0. */
    public static double sign(double x) {
        return Math.signum(x);
    }

    /** 1 for x &gt; 0, 0 for x ≤ 0, NaN for NaN. Its derivative counts as 0 everywhere. */
    public static double step(double x) {
        return maxConstWeight(x, 0);
    }

    /** The nearest whole number, ties to the even one: {@link Math#rint}. Its derivative counts as 0 everywhere. */
    public static double round(double x) {
        return Math.rint(x);
    }

    /** The next whole number towards 0. Its derivative counts as 0 everywhere. */
    public static double trunc(double x) {
        return x < 0 ? Math.ceil(x) : Math.floor(x);
    }

    /** min(max(x, lo), hi): hi where lo &gt; hi. */
    public static double clamp(double x, double lo, double hi) {
        return Math.min(Math.max(x, lo), hi);
    }

    /** ∂ clamp/∂x: 1 for lo &lt; x &lt; hi, 0 elsewhere and at the bounds, NaN where clamp is. */
    public static double clampDx(double x, double lo, double hi) {
        if (x > lo && x < hi) {
            return 1;
        }
        return nanOrZero(clamp(x, lo, hi));
    }

    /**
     * ∂ max(a, b)/∂a: 1 where a &gt; b, ½ where equal, else 0; NaN if either is. For the other: {@code maxWeight(b,
     * a)}.
     */
    public static double maxWeight(double a, double b) {
        if (a > b) {
            return 1;
        }
        return a == b ? 0.5 : nanOrZero(a) + nanOrZero(b);
    }

    /** ∂ max(a, c)/∂a for a constant c: 1 where a &gt; c, 0 where equal or less, NaN if either is. */
    public static double maxConstWeight(double a, double c) {
        return a > c ? 1 : nanOrZero(a) + nanOrZero(c);
    }

    /** ∂ min(a, b)/∂a: 1 where a &lt; b, ½ where equal, else 0; NaN if either is. */
    public static double minWeight(double a, double b) {
        return maxWeight(b, a);
    }

    /** ∂ min(a, c)/∂a for a constant c: 1 where a &lt; c, 0 where equal or more, NaN if either is. */
    public static double minConstWeight(double a, double c) {
        return maxConstWeight(c, a);
    }

    /**
     * adjoint · partial, but 0 where the adjoint is 0: what doesn't matter to the result has no derivative, even where
     * its partial is infinite or NaN.
     */
    public static double productNoNan(double adjoint, double partial) {
        return adjoint == 0 ? 0 : adjoint * partial;
    }

    /**
     * a · b, but 0 where either is 0, even where the other is infinite or NaN: what does not move has no effect, and
     * what has no effect may move as it likes.
     */
    public static double zeroProduct(double a, double b) {
        double product = a * b;
        return Double.isNaN(product) ? undefinedProduct(a, b) : product;
    }

    /** Apart, so that the virtual machine has little to put in the place of each product. */
    private static double undefinedProduct(double a, double b) {
        return a == 0 || b == 0 ? 0 : Double.NaN;
    }

    /**
     * A coefficient of a power series, of order two or more, of a function that may have infinite derivatives; the one
     * before tells: of what comes after an infinite one nothing is known, the function is no power series there.
     */
    public static double coefficient(double own, double before) {
        return Math.abs(before) <= Double.MAX_VALUE ? own : Double.NaN;
    }

    // ---- Derivatives of derivatives ----

    /** 1/(2√s), but 0 at 0: the derivative of the root of a sum of squares, such that a norm has derivative 0 at 0. */
    public static double normRootDx(double s) {
        return s == 0 ? 0 : 0.5 / Math.sqrt(s);
    }

    /** a/(a² + b²), computed as (a/h)/h; 0 at the origin and at infinity. */
    public static double overSquares(double a, double b) {
        return overSquaredNorm(a, a, b);
    }
}
