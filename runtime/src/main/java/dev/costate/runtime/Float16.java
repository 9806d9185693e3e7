package dev.costate.runtime;

/**
 * Numbers of 16 bits as IEEE 754 has them (binary16): 11 bits of precision, from 2⁻²⁴ to 65504; what is larger is
 * infinite, and what is smaller 0. Generated classes keep in them what derivatives read of values, where a model says
 * {@code precision mixed} and that is asked for. Java 17 has no conversions of its own.
 */
public final class Float16 {
    /** Halfway between the largest number and the next power of two. */
    private static final float OVERFLOW = 65520;
    /** The least that has all digits. */
    private static final float NORMAL = 0x1p-14f;

    private Float16() {}

    /** The code of the nearest number, of two as near the one that is even. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float size = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00 | ((bits >>> 13) & 0x3ff));
        } else if (size >= OVERFLOW) {
            return (short) (sign | 0x7c00);
        } else if (size < NORMAL) {
            // Numbers from 1 on are 2⁻²³ apart: 2⁻²⁴ times as many there are from 0 on.
            return (short) (sign | (Float.floatToRawIntBits(size * 2 + 1) - Float.floatToRawIntBits(1)));
        }
        int magnitude = bits & 0x7fffffff;
        return (short) (sign | (((magnitude + 0xfff + ((magnitude >>> 13) & 1)) >>> 13) - (112 << 10)));
    }

    /** The number that a code stands for. */
    public static float value(short code) {
        int exponent = (code >>> 10) & 0x1f;
        int fraction = code & 0x3ff;
        int sign = (code & 0x8000) << 16;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        int biased = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | (biased << 23) | (fraction << 13));
    }

    /** The nearest number. */
    public static float round(float value) {
        return value(of(value));
    }
}
