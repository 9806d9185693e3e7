package dev.costate.compiler.java;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Real numbers as Java literals that read back bit for bit, in the same characters on every JDK. */
final class Numbers {
    private static final int DIGITS = 17;

    /** Whole numbers below are written with all their digits. */
    private static final double WHOLE = 1e7;

    private Numbers() {}

    /** The shortest decimal that reads back as the value, with a point in it. */
    static String literal(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        return sign + positive(Math.abs(value));
    }

    /** The same of a {@code float}, where its digits suffice. */
    static String literal(float value) {
        if (Float.isNaN(value)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        String sign = Float.floatToRawIntBits(value) < 0 ? "-" : "";
        return sign + positive(Math.abs(value)) + "f";
    }

    private static String positive(float value) {
        if (value == Math.rint(value) && value < WHOLE) {
            return Long.toString((long) value);
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.floatValue() == value) {
                break;
            }
        }
        return layout(shortest.stripTrailingZeros());
    }

    private static String positive(double value) {
        if (value == Math.rint(value) && value < WHOLE) {
            return (long) value + ".0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        return layout(shortest.stripTrailingZeros());
    }

    private static String layout(BigDecimal number) {
        int exponent = number.precision() - number.scale() - 1;
        if (exponent >= -3 && exponent < 7) {
            String plain = number.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = number.unscaledValue().toString();
        String fraction = digits.length() == 1 ? "0" : digits.substring(1);
        return digits.charAt(0) + "." + fraction + "e" + exponent;
    }
}
