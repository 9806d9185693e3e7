package dev.costate.compiler.check;

import dev.costate.compiler.source.Code;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what is wrong. Every method returns null, for the term or polynomial that there is not. */
@SuppressWarnings("TypeParameterUnusedInFormals") // the result is null, of whatever type
final class Reporter {
    private final Diagnostics diagnostics;
    /** The calls, innermost first, of the functions whose bodies are being checked. */
    private final Deque<Note> calls;

    Reporter(Diagnostics diagnostics) {
        this(diagnostics, new ArrayDeque<>());
    }

    private Reporter(Diagnostics diagnostics, Deque<Note> calls) {
        this.diagnostics = diagnostics;
        this.calls = calls;
    }

    /** One that keeps warnings to itself: those of a library are told where it is checked itself. */
    Reporter withoutWarnings() {
        return new Reporter(diagnostics.withoutWarnings(), calls);
    }

    boolean hasErrors() {
        return diagnostics.hasErrors();
    }

    void report(Diagnostic diagnostic) {
        diagnostics.report(diagnostic);
    }

    <T> @Nullable T report(Code code, Span span, String message) {
        return report(code, span, message, List.of(), null);
    }

    <T> @Nullable T report(Code code, Span span, String message, @Nullable String hint) {
        return report(code, span, message, List.of(), hint);
    }

    <T> @Nullable T report(Code code, Span span, String message, List<Note> notes, @Nullable String hint) {
        List<Note> all = new ArrayList<>(notes);
        if (Functions.BY_CALL.contains(code) && !calls.isEmpty()) {
            all.add(calls.getLast());
        }
        diagnostics.report(new Diagnostic(code, span, message, all, hint));
        return null;
    }

    /** From here to {@link #leave} a body is checked as it is called at a place. */
    void enter(Note call) {
        calls.push(call);
    }

    void leave() {
        calls.pop();
    }

    /** {@code 1 entry}, {@code 2 entries}. */
    static String count(Object number, String one, String many) {
        return number + " " + (number.toString().equals("1") ? one : many);
    }
}
