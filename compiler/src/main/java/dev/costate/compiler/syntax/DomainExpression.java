package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an input lives, as its declaration says it.
 *
 * @param bounds one for a relation, two for an interval, none for what a word says
 */
public record DomainExpression(Kind kind, List<Expression> bounds, Span span) {
    public DomainExpression {
        bounds = List.copyOf(bounds);
    }

    /** The domains there are. */
    public enum Kind {
        GREATER(">"),
        AT_LEAST(">="),
        LESS("<"),
        AT_MOST("<="),
        /** Between two bounds, both included. */
        INTERVAL("in"),
        /** Strictly increasing along the last axis. */
        ORDERED("ordered"),
        POSITIVE_ORDERED("positive ordered"),
        /** Positive, with the sum 1 along the last axis. */
        SIMPLEX("simplex"),
        SUM_TO_ZERO("sum to zero"),
        /** Of norm 1 along the last axis. */
        UNIT("unit"),
        /**
         * Along the last two axes the Cholesky factor of a correlation matrix: lower triangular, with rows of norm 1.
         */
        CHOLESKY_CORRELATION("cholesky correlation");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** How a declaration says it. */
        public String words() {
            return words;
        }

        /** Whether it bounds each element by itself. */
        public boolean isBounds() {
            return compareTo(ORDERED) < 0;
        }

        /** Whether its first bound is a lower one. */
        public boolean hasLower() {
            return this == GREATER || this == AT_LEAST || this == INTERVAL;
        }

        /** Whether its last bound is an upper one. */
        public boolean hasUpper() {
            return this == LESS || this == AT_MOST || this == INTERVAL;
        }

        /** The domain of these words, or null. */
        static @Nullable Kind of(String words) {
            for (Kind kind : values()) {
                if (kind.words.equals(words)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /** The bound that elements lie above, or null. */
    public @Nullable Expression lower() {
        return kind.hasLower() ? bounds.get(0) : null;
    }

    /** The bound that elements lie below, or null. */
    public @Nullable Expression upper() {
        return kind.hasUpper() ? bounds.get(bounds.size() - 1) : null;
    }
}
