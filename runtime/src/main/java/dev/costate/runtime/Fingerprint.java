package dev.costate.runtime;

import java.nio.charset.StandardCharsets;

/**
 * A number that tells data apart: their 64-bit FNV-1a hash. It is the same on every machine and in every version, and
 * so may be stored. It is no defence against forgery.
 */
public final class Fingerprint {
    private static final long START = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private long value = START;

    /** A fingerprint of nothing yet. */
    public Fingerprint() {}

    /** The fingerprint of what was added, which depends on the order. */
    public long value() {
        return value;
    }

    /** Adds a text, as its bytes in UTF-8. */
    public Fingerprint add(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            add(b, Byte.SIZE);
        }
        return this;
    }

    /** Adds an integer, as four bytes, the lowest first. */
    public Fingerprint add(int number) {
        return add(number, Integer.SIZE);
    }

    /** Adds an integer, as eight bytes, the lowest first. */
    public Fingerprint add(long number) {
        return add(number, Long.SIZE);
    }

    /** Adds a real number, as the eight bytes of its bits, the lowest first. */
    public Fingerprint add(double number) {
        return add(Double.doubleToRawLongBits(number), Long.SIZE);
    }

    /** Adds a truth value, as the integer 1 or 0. */
    public Fingerprint add(boolean flag) {
        return add(flag ? 1 : 0);
    }

    /** Adds the length of an array, then its elements; the length -1 for null. */
    public Fingerprint add(double[] values) {
        add(values == null ? -1 : values.length);
        for (int i = 0; values != null && i < values.length; i++) {
            add(values[i]);
        }
        return this;
    }

    /** Adds real numbers, as {@link #add(double[])}. */
    public Fingerprint add(float[] values) {
        add(values == null ? -1 : values.length);
        for (int i = 0; values != null && i < values.length; i++) {
            add((double) values[i]);
        }
        return this;
    }

    /** Adds integers, as {@link #add(double[])}. */
    public Fingerprint add(int[] values) {
        add(values == null ? -1 : values.length);
        for (int i = 0; values != null && i < values.length; i++) {
            add(values[i]);
        }
        return this;
    }

    private Fingerprint add(long bits, int size) {
        for (int shift = 0; shift < size; shift += Byte.SIZE) {
            value = (value ^ (bits >>> shift & 0xff)) * PRIME;
        }
        return this;
    }
}
