package dev.costate.runtime;

/**
 * Logarithms of differences of two products, a d − b c, also where the products leave the range of numbers. The
 * rounding of both products is taken into account (Dekker 1971), so that what cancels keeps its digits.
 */
public final class SumOfProducts {
    private static final double LN2 = 0.6931471805599453;
    /** With binary exponents up to this one, products and their rounding errors are normal numbers. */
    private static final int NORMAL = 900;
    /** Of a product that is 0. */
    private static final int NOTHING = -10_000;

    private static final double SPLIT = 0x1p27 + 1;

    private SumOfProducts() {}

    /** log(a d − b c). */
    public static double log(double a, double b, double c, double d) {
        int exponent = exponent(a, b, c, d);
        return Transcendental.log(scaled(a, b, c, d, exponent)) + exponent * LN2;
    }

    /**
     * ∂ log(a d − b c)/∂a = d/(a d − b c): NaN where the logarithm is, infinite where that is −∞, but 0 where d is 0 or
     * the difference infinite, so that a moves nothing.
     */
    public static double logDa(double a, double b, double c, double d) {
        int exponent = exponent(a, b, c, d);
        double difference = scaled(a, b, c, d, exponent);
        if (difference >= 0 && (d == 0 || Double.isInfinite(difference))) {
            return 0;
        } else if (exponent == 0) {
            return d * Logarithm.logDx(difference);
        }
        int of = Math.getExponent(d);
        return Math.scalb(Math.scalb(d, -of) * Logarithm.logDx(difference), of - exponent);
    }

    /** What to scale the difference by: 0 where its products are within the range of numbers. */
    private static int exponent(double a, double b, double c, double d) {
        int exponent = Math.max(exponent(a, d), exponent(b, c));
        return Math.abs(exponent) <= NORMAL || exponent == NOTHING ? 0 : exponent;
    }

    private static int exponent(double x, double y) {
        return x == 0 || y == 0 ? NOTHING : Math.getExponent(x) + Math.getExponent(y);
    }

    /** (a d − b c)/2ᵉ. */
    private static double scaled(double a, double b, double c, double d, int e) {
        if (e == 0) {
            return difference(a, b, c, d);
        }
        int ofC = Math.getExponent(c);
        int ofD = Math.getExponent(d);
        return difference(Math.scalb(a, ofD - e), Math.scalb(b, ofC - e), Math.scalb(c, -ofC), Math.scalb(d, -ofD));
    }

    /** a d − b c, within two units of rounding unless a product overflows. */
    private static double difference(double a, double b, double c, double d) {
        double left = a * d;
        double right = b * c;
        double difference = left - right;
        double other = difference - left;
        double rounding = (left - (difference - other)) - (right + other);
        double error = rounding + (roundingOf(left, a, d) - roundingOf(right, b, c));
        return Math.abs(error) <= Double.MAX_VALUE ? difference + error : difference;
    }

    /** x y less their product as it is rounded. */
    private static double roundingOf(double product, double x, double y) {
        double highX = high(x);
        double highY = high(y);
        double lowX = x - highX;
        double lowY = y - highY;
        return lowX * lowY - (((product - highX * highY) - lowX * highY) - highX * lowY);
    }

    /** The upper half of the digits. */
    private static double high(double x) {
        double wide = SPLIT * x;
        return wide - (wide - x);
    }
}
