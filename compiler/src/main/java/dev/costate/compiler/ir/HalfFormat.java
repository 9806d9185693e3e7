package dev.costate.compiler.ir;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Numbers of 16 bits, in which models that say {@code precision mixed} keep what derivatives read. */
public enum HalfFormat {
    /** The range of {@code float}, with 8 bits of precision. */
    BFLOAT16("BFloat16", 0x1p-8),
    /** That of IEEE 754, up to 65504 and with 11 bits of precision. */
    FLOAT16("Float16", 0x1p-11);

    private final String type;
    private final double roundoff;

    HalfFormat(String type, double roundoff) {
        this.type = type;
        this.roundoff = roundoff;
    }

    /** The class of the runtime that converts them. */
    public String type() {
        return type;
    }

    /** By how much a number is off at most, relative to it. */
    public double roundoff() {
        return roundoff;
    }

    /** The format of a name, if there is one. */
    public static Optional<HalfFormat> of(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst();
    }

    /** What it is called where options are given. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
