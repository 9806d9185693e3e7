package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.HashSet;
import java.util.Set;

/** The comments of one method that say where its statements come from. */
final class Comments {
    private final SourceFile model;
    private final Set<Span> quoted = new HashSet<>();

    /** @param model whose file needs no naming */
    Comments(SourceFile model) {
        this.model = model;
    }

    /** {@code // line 11: z[i] = b + sum(j) w[j] * X[i, j]}, the text where it comes first. */
    String line(Statement.From from) {
        Span span = from.span();
        String file =
                span.file().equals(model) ? "" : Escape.lineComment(span.file().fileName()) + ", ";
        String line = "// " + file + "line " + span.line();
        if (!from.remark().isEmpty()) {
            return line + ", " + Escape.lineComment(from.remark());
        }
        return quoted.add(span) ? line + ": " + Escape.lineComment(span.file().text(), span.start(), span.end()) : line;
    }
}
