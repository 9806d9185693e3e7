package dev.costate.runtime;

/**
 * Powers and roots, kinks and steps, and products with a zero: what {@link Math} lacks of elementary functions, and the
 * partial derivatives that need care. {@link Logarithm}, {@link Activation} and {@link Trigonometry} have the others.
 *
 * <p>A partial derivative is named after its function and the variable: {@code powDy(x, y)} is ∂(x^y)/∂y. Where a value
 * is NaN so are its derivatives, unless a method says otherwise. At kinks: the subgradient of least norm; two equal
 * active arguments of a maximum share the derivative; at singular points the limit, which may be infinite.
 *
 * <p>Unless a method says otherwise the error is below 4 units of the last place, in addition to what a change of the
 * arguments by half a unit would do.
 */
public final class Elementary {
    private Elementary() {}

    // ---- Powers and roots ----

    /** x². Overflows to +∞ beyond 1.3e154. */
    public static double square(double x) {
        return x * x;
    }

    /** d∛x/dx = 1/(3 ∛x²): +∞ at 0. */
    public static double cbrtDx(double x) {
        double r = Transcendental.cbrt(x);
        return 1 / (3 * r * r);
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
        return x == 1 ? 1 : Transcendental.pow(x, y);
    }

    /** xʸ − 1, with full relative accuracy where xʸ is near 1. */
    public static double powm1(double x, double y) {
        double exponent = y * Transcendental.log(x);
        return x > 0 && Math.abs(exponent) < 0.5 ? Transcendental.expm1(exponent) : pow(x, y) - 1;
    }

    /** (1 + x)ʸ, by log(1 + x) where 1 + x would be rounded. */
    public static double compound(double x, double y) {
        return Math.abs(x) < 0.5 ? Transcendental.exp(y * Transcendental.log1p(x)) : pow(1 + x, y);
    }

    /** ∂(1 + x)ʸ/∂y = (1 + x)ʸ log(1 + x). */
    public static double compoundDy(double x, double y) {
        return Math.abs(x) < 0.5 ? compound(x, y) * Transcendental.log1p(x) : powDy(1 + x, y);
    }

    /** (1 + x)ʸ − 1, with full relative accuracy. */
    public static double compoundm1(double x, double y) {
        return Math.abs(x) < 0.5 ? Transcendental.expm1(y * Transcendental.log1p(x)) : powm1(1 + x, y);
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
        return power == 0 && x > 0 ? 0 : power * (1 + y * Transcendental.log(x));
    }

    /** ∂(x^y)/∂y = x^y log x: at x = 0 the limit, 0 for y ≥ 0 and −∞ for y &lt; 0; NaN for x &lt; 0. */
    public static double powDy(double x, double y) {
        if (x == 0 && y >= 0) {
            return 0;
        }
        double value = pow(x == 0 ? 0.0 : x, y);
        return value == 0 && x > 0 ? 0 : value * Transcendental.log(x);
    }

    /** ∂ hypot(x, y)/∂x = x/h: 0 at the origin, ±1 for infinite x (±√½ if y is infinite too). */
    public static double hypotDx(double x, double y) {
        if (Double.isInfinite(x)) {
            return Math.copySign(Double.isInfinite(y) ? Math.sqrt(0.5) : 1, x);
        }
        double h = Transcendental.hypot(x, y);
        return h == 0 ? 0 : x / h;
    }

    /** √(x² + y² + z²), also where the squares are too large or too small for numbers. */
    public static double norm3(double x, double y, double z) {
        double squares = x * x + y * y + z * z;
        return squares > 1e-280 && squares < 1e300
                ? Math.sqrt(squares)
                : Transcendental.hypot(Transcendental.hypot(x, y), z);
    }

    /** x/h for a norm h of which x is a part, 0 where both are. */
    public static double overNorm(double x, double h) {
        return h == 0 ? 0 : x / h;
    }

    // ---- Kinks and steps ----

    /** 1 for x &gt; 0, 0 for x ≤ 0, NaN for NaN. Its derivative counts as 0 everywhere. */
    public static double step(double x) {
        return maxConstWeight(x, 0);
    }

    /** The next whole number towards 0. Its derivative counts as 0 everywhere. */
    public static double trunc(double x) {
        return x < 0 ? Math.ceil(x) : Math.floor(x);
    }

    /** min(max(x, lo), hi): hi where lo &gt; hi. */
    public static double clamp(double x, double lo, double hi) {
        return Math.min(Math.max(x, lo), hi);
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

    /** NaN for NaN, 0 for every other x: added to a derivative that doesn't otherwise look at x. */
    static double nanOrZero(double x) {
        return Double.isNaN(x) ? x : 0;
    }

    // ---- Derivatives of derivatives ----

    /** 1/(2√s), but 0 at 0: the derivative of the root of a sum of squares, such that a norm has derivative 0 at 0. */
    public static double normRootDx(double s) {
        return s == 0 ? 0 : 0.5 / Math.sqrt(s);
    }

    /** a/(a² + b²), computed as (a/h)/h; 0 at the origin and at infinity. */
    public static double overSquares(double a, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Double.NaN;
        }
        double h = Transcendental.hypot(a, b);
        return h == 0 || Double.isInfinite(a) || Double.isInfinite(b) ? 0 : a / h / h;
    }
}
