package dev.costate.compiler.syntax;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** In which numbers a model is computed: what the line {@code precision float} says. Callers see {@code double}. */
public enum Precision {
    DOUBLE,
    /** Storage and arithmetic in {@code float}, sums in {@code double}. */
    FLOAT,
    /** As {@link #FLOAT}, and what a backward half reads is kept in 16 bits. */
    MIXED;

    /** The word that stands for it in a model. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that a word stands for. */
    static Optional<Precision> of(String word) {
        return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst();
    }

    /** All words, for a message. */
    static String words() {
        return Arrays.stream(values()).map(p -> "`" + p.word() + "`").collect(Collectors.joining(", "));
    }
}
