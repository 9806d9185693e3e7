package dev.costate.compiler.source;

import java.util.ArrayList;
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

    /** One that its message and its place explain. */
    public Diagnostic(DiagnosticCode code, Span span, String message) {
        this(code, span, message, List.of(), null);
    }

    /** The same with a further note, or as it is where there is no place for one. */
    public Diagnostic withNote(@Nullable Span place, String text) {
        return place == null ? this : withNotes(List.of(new Note(place, text)));
    }

    /** The same with further notes. */
    public Diagnostic withNotes(List<Note> further) {
        List<Note> all = new ArrayList<>(notes);
        all.addAll(further);
        return new Diagnostic(code, span, message, all, hint);
    }

    /** The same with a hint, or without one. */
    public Diagnostic withHint(@Nullable String proposal) {
        return new Diagnostic(code, span, message, notes, proposal);
    }

    public Severity severity() {
        return code.severity();
    }
}
