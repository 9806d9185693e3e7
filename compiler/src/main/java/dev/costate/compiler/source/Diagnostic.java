package dev.costate.compiler.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a model, as data.
 *
 * @param code what kind of problem
 * @param span where it is
 * @param message one sentence in the user's terms
 * @param notes further places that explain it
 * @param hint what would likely mend it, or null
 */
public record Diagnostic(
        DiagnosticCode code,
        Span span,
        String message,
        List<Note> notes,
        @Nullable String hint) {
    /** A further place and what there is to say about it. */
    public record Note(Span span, String message) {}

    public Diagnostic {
        notes = List.copyOf(notes);
    }

    public Severity severity() {
        return code.severity();
    }
}
