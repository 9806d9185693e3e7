package dev.costate.compiler.ir;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which order sums are taken, those of values and of derivatives alike. */
public enum SumMode {
    /** Each term is added to those before it. */
    NAIVE("Each term of a sum is added to those before it."),
    /** The same, but four sums at once where a loop does nothing but sum. */
    BLOCKED("Sums are taken in order, by loops that do nothing else in four accumulators."),
    /** By halves, down to blocks of 128 terms. */
    PAIRWISE("Sums are taken by halves, down to blocks of 128 terms."),
    /** With what additions lose added in the end. */
    COMPENSATED("What the additions of a sum lose is added to it in the end.");

    private final String text;

    SumMode(String text) {
        this.text = text;
    }

    /** A sentence for people. */
    public String text() {
        return text;
    }

    /** Whether objects take sums, and not additions in place. */
    public boolean hasObjects() {
        return this == PAIRWISE || this == COMPENSATED;
    }

    /** The mode of a name, if there is one. */
    public static Optional<SumMode> of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst();
    }

    /** What it is called where options are given. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
