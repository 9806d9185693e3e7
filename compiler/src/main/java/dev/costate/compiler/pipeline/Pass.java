package dev.costate.compiler.pipeline;

import java.util.function.BiFunction;

/**
 * A pass, as a value.
 *
 * @param <T> what it goes over: a program, programs that run one after the other, or the statements of a unit
 * @param name what it is called by {@code explain --stage} and {@link Switches#without}
 * @param by the class that does it
 * @param purpose why there is such a pass, in a few words
 * @param place why it stands where it does among the others
 * @param use when it runs
 * @param guarantee what the verifier holds its result to
 * @param body what becomes of what it goes over
 */
record Pass<T>(
        String name,
        Class<?> by,
        String purpose,
        String place,
        Use use,
        Guarantee guarantee,
        BiFunction<T, Analyses, T> body) {
    /** When a pass runs. */
    enum Use {
        /** Always: nothing is right without it. */
        ALWAYS,
        /** Unless it is left out, for comparison. */
        OPTIONAL,
        /** If it is asked for. */
        IF_ASKED
    }

    /** What holds behind a pass. */
    enum Guarantee {
        /** Each equation is well formed. */
        WELL_FORMED,
        /**
         * Also no reduction is left in an expression, nothing is read before it is written, and each read is proved to
         * be in range where it is evaluated, or carries its check.
         */
        PROVED
    }

    T apply(T subject, Analyses analyses) {
        return body.apply(subject, analyses);
    }
}
