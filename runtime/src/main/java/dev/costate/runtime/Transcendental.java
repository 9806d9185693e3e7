package dev.costate.runtime;

/**
 * The functions of Java that may differ in their last bits from one JVM to the next, as the runtime calls them: the
 * fastest there are, or {@link Reproducible} ones. Those of arithmetic, such as a square root, are exact and not here.
 */
final class Transcendental {
    private static final boolean STRICT = Reproducible.decided();

    private Transcendental() {}

    static double exp(double x) {
        return STRICT ? StrictMath.exp(x) : Math.exp(x);
    }

    static double expm1(double x) {
        return STRICT ? StrictMath.expm1(x) : Math.expm1(x);
    }

    static double log(double x) {
        return STRICT ? StrictMath.log(x) : Math.log(x);
    }

    static double log1p(double x) {
        return STRICT ? StrictMath.log1p(x) : Math.log1p(x);
    }

    static double sin(double x) {
        return STRICT ? StrictMath.sin(x) : Math.sin(x);
    }

    static double cos(double x) {
        return STRICT ? StrictMath.cos(x) : Math.cos(x);
    }

    static double tan(double x) {
        return STRICT ? StrictMath.tan(x) : Math.tan(x);
    }

    static double asin(double x) {
        return STRICT ? StrictMath.asin(x) : Math.asin(x);
    }

    static double atan(double x) {
        return STRICT ? StrictMath.atan(x) : Math.atan(x);
    }

    static double tanh(double x) {
        return STRICT ? StrictMath.tanh(x) : Math.tanh(x);
    }

    static double sinh(double x) {
        return STRICT ? StrictMath.sinh(x) : Math.sinh(x);
    }

    static double cosh(double x) {
        return STRICT ? StrictMath.cosh(x) : Math.cosh(x);
    }

    static double cbrt(double x) {
        return STRICT ? StrictMath.cbrt(x) : Math.cbrt(x);
    }

    static double pow(double x, double y) {
        return STRICT ? StrictMath.pow(x, y) : Math.pow(x, y);
    }

    static double hypot(double x, double y) {
        return STRICT ? StrictMath.hypot(x, y) : Math.hypot(x, y);
    }
}
