package dev.costate.runtime;

/**
 * Numbers of 16 bits with the exponent of {@code float} and 8 bits of precision: the upper half of a {@code float}.
 * Generated classes keep in them what derivatives read of values, where a model says {@code precision mixed}.
 */
public final class BFloat16 {
    private BFloat16() {}

    /** The code of the nearest number, of two as near the one that is even. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** The number that a code stands for. */
    public static float value(short code) {
        return Float.intBitsToFloat(code << 16);
    }

    /** The nearest number. */
    public static float round(float value) {
        return value(of(value));
    }
}
