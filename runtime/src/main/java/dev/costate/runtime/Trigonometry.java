package dev.costate.runtime;

/**
 * Hyperbolic functions and inverses that {@link Math} lacks, and partial derivatives of these and of inverse
 * trigonometric functions. See W. Kahan: Branch cuts for complex elementary functions (1987).
 *
 * <p>A partial derivative is named after its function and the variable, and is NaN where the value is, unless a method
 * says otherwise; {@link Elementary} has the conventions, and what the errors are.
 */
public final class Trigonometry {
    private static final double LN2 = 0.6931471805599453;
    /** Beyond it x² + 1 is x² to double precision, and far below where x² overflows. */
    private static final double LARGE = 1e8;

    private Trigonometry() {}

    /** The inverse of sinh: log(x + √(x² + 1)), odd, accurate for small x, no overflow. */
    public static double asinh(double x) {
        double a = Math.abs(x);
        double y =
                a > LARGE ? Transcendental.log(a) + LN2 : Transcendental.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
        return Math.copySign(y, x);
    }

    /** d asinh(x)/dx = 1/√(1 + x²). */
    public static double asinhDx(double x) {
        return Math.abs(x) > LARGE ? 1 / Math.abs(x) : 1 / Math.sqrt(1 + x * x);
    }

    /** The inverse of cosh on [1, ∞): log(x + √(x² − 1)), accurate near 1; NaN for x &lt; 1. */
    public static double acosh(double x) {
        return x > LARGE ? Transcendental.log(x) + LN2 : Transcendental.log1p((x - 1) + Math.sqrt((x - 1) * (x + 1)));
    }

    /** d acosh(x)/dx = 1/(√(x − 1) √(x + 1)): +∞ at 1, NaN below. */
    public static double acoshDx(double x) {
        return 1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1));
    }

    /** The inverse of tanh: ½ log((1 + x)/(1 − x)), odd, ±∞ at ±1, NaN beyond. */
    public static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Transcendental.log1p(2 * a / (1 - a)), x);
    }

    /** d atanh(x)/dx = 1/((1 − x)(1 + x)): +∞ at ±1, NaN beyond. */
    public static double atanhDx(double x) {
        return Math.abs(x) > 1 ? Double.NaN : 1 / ((1 - x) * (1 + x));
    }

    /** 1/cosh²(x) = 1 − tanh²(x), with full relative accuracy everywhere: the derivative of tanh. */
    public static double sech2(double x) {
        double e = Transcendental.exp(-2 * Math.abs(x));
        return Math.min(1, 4 * e / ((1 + e) * (1 + e)));
    }

    /** log cosh x: x²/2 near 0, |x| − log 2 far away; no overflow. Its derivative is tanh. */
    public static double logCosh(double x) {
        double a = Math.abs(x);
        if (a < 1) {
            double s = Transcendental.sinh(a);
            return 0.5 * Transcendental.log1p(s * s);
        }
        return a + Transcendental.log1p(Transcendental.exp(-2 * a)) - LN2;
    }

    /** d asin(x)/dx = 1/√((1 − x)(1 + x)): +∞ at ±1, NaN beyond. The derivative of acos is its negative. */
    public static double asinDx(double x) {
        return 1 / Math.sqrt((1 - x) * (1 + x));
    }

    /** d atan(x)/dx = 1/(1 + x²). */
    public static double atanDx(double x) {
        return 1 / (1 + x * x);
    }
}
