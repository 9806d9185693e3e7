package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Span;

/** What an index runs over. */
public sealed interface RangeExpression {
    Span span();

    /** {@code N}: 0 to N - 1. */
    record Extent(Expression size, Span span) implements RangeExpression {}

    /** {@code a ..< b}, or with {@code inclusive} {@code a .. b}. */
    record Between(Expression from, Expression to, boolean inclusive, Span span) implements RangeExpression {}
}
