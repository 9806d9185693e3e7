package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.source.Span;

/** The comments that say where a statement comes from. */
final class Comments {
    private Comments() {}

    /** {@code // Logistic.model:11  z[i] = b + sum(j) w[j] * X[i, j]}. */
    static String line(Statement.From from) {
        Span span = from.span();
        String text = from.remark().isEmpty()
                ? Escape.lineComment(span.file().text(), span.start(), span.end())
                : Escape.lineComment(from.remark());
        return "// " + Escape.lineComment(span.file().fileName()) + ":" + span.line() + "  " + text;
    }
}
