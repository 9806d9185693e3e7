package dev.costate.runtime;

/** √(1 + x²) and what is made of it and of 1 + x², also where x² is too large for a number. */
public final class Hyperbola {
    /** Beyond it 1 + x² is x² to double precision, and far below where x² overflows. */
    private static final double LARGE = 1e8;

    private Hyperbola() {}

    /** √(1 + x²). */
    public static double root(double x) {
        return Math.abs(x) < LARGE ? Math.sqrt(1 + x * x) : Math.abs(x);
    }

    /** Its derivative x/√(1 + x²). */
    public static double rootDx(double x) {
        return Math.abs(x) < LARGE ? x / Math.sqrt(1 + x * x) : Math.copySign(1, x) + Elementary.nanOrZero(x);
    }

    /** √(1 + x²) − x, which is 1/(√(1 + x²) + x). */
    public static double rootLess(double x) {
        return x > 0 ? 1 / (root(x) + x) : root(x) - x;
    }

    /** Its derivative x/√(1 + x²) − 1. */
    public static double rootLessDx(double x) {
        double root = root(x);
        return x > 0 ? -1 / (root + x) / root : rootDx(x) - 1;
    }

    /** x/(1 + x²). */
    public static double overSquare(double x) {
        return Math.abs(x) < LARGE ? x / (1 + x * x) : 1 / x;
    }

    /** x²/(1 + x²). */
    public static double squareShare(double x) {
        return Math.abs(x) < LARGE ? x * x / (1 + x * x) : 1 + Elementary.nanOrZero(x);
    }
}
