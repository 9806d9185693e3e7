package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Statement;

/** The comments that say where a statement comes from. */
final class Comments {
    private Comments() {}

    /** {@code // Logistic.model:11  z[i] = b + sum(j) w[j] * X[i, j]}. */
    static String line(Statement.From from) {
        String text = from.remark().isEmpty() ? from.span().text() : from.remark();
        return "// " + Escape.lineComment(from.span().file().fileName()) + ":"
                + from.span().line() + "  " + Escape.lineComment(text);
    }
}
