package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Span;
import java.util.List;

/** What an index runs over. */
public sealed interface RangeExpression {
    Span span();

    /** The expressions that it is made of, in order. */
    List<Expression> children();

    /** {@code N}: 0 to N - 1. */
    record Extent(Expression size, Span span) implements RangeExpression {
        @Override
        public List<Expression> children() {
            return List.of(size);
        }
    }

    /** {@code a ..< b}, or with {@code inclusive} {@code a .. b}. */
    record Between(Expression from, Expression to, boolean inclusive, Span span) implements RangeExpression {
        @Override
        public List<Expression> children() {
            return List.of(from, to);
        }
    }
}
