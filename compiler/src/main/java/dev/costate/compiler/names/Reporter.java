package dev.costate.compiler.names;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.source.Diagnostic;
import dev.costate.compiler.source.Diagnostic.Note;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is wrong, and decides whether it is told: once, or only where nothing else is wrong. Who reports an error
 * has nothing to go on with, and returns null or false for it.
 */
public final class Reporter {
    /**
     * What can be wrong with the body of a function for the sizes and integers of one call, and right for those of
     * another.
     */
    static final Set<DiagnosticCode> BY_CALL = EnumSet.of(
            DiagnosticCode.INDEX_SIZES,
            DiagnosticCode.TRANSPOSED,
            DiagnosticCode.ARGUMENT_SHAPE,
            DiagnosticCode.UNEQUAL_SHAPES,
            DiagnosticCode.FUNCTION_RESULT,
            DiagnosticCode.NEGATIVE_SIZE,
            DiagnosticCode.OUT_OF_RANGE,
            DiagnosticCode.FUNCTION_RECURSION,
            DiagnosticCode.CALL_DEPTH);

    private final Diagnostics diagnostics;
    /** Errors that may follow from others nearby. */
    private final List<Diagnostic> doubtful;
    /** What has been said {@link #once}. */
    private final Set<String> said;
    /** The calls, innermost first, of the functions whose bodies are being checked. */
    private final Deque<Call> calls;

    /** Those among {@link #BY_CALL} that no call would mend. */
    private final Set<Diagnostic> anyway;

    /** Whether the place is of interest for mistakes that another call need not have. */
    private record Call(Note place, boolean noted) {}

    public Reporter(Diagnostics diagnostics) {
        this(diagnostics, new ArrayList<>(), new HashSet<>(), new ArrayDeque<>(), new HashSet<>());
    }

    private Reporter(
            Diagnostics diagnostics,
            List<Diagnostic> doubtful,
            Set<String> said,
            Deque<Call> calls,
            Set<Diagnostic> anyway) {
        this.diagnostics = diagnostics;
        this.doubtful = doubtful;
        this.said = said;
        this.calls = calls;
        this.anyway = anyway;
    }

    /** One that keeps warnings to itself: those of a library are told where it is checked itself. */
    public Reporter withoutWarnings() {
        return new Reporter(diagnostics.withoutWarnings(), doubtful, said, calls, anyway);
    }

    public boolean hasErrors() {
        return diagnostics.hasErrors();
    }

    /** Reports what is wrong, with the call of the function where it is wrong for the sizes of that call. */
    public void report(Diagnostic diagnostic) {
        diagnostics.report(placed(diagnostic));
    }

    private Diagnostic placed(Diagnostic diagnostic) {
        if (!BY_CALL.contains(diagnostic.code())) {
            return diagnostic;
        }
        return calls.stream()
                .filter(Call::noted)
                .reduce((inner, outer) -> outer)
                .map(Call::place)
                .filter(place -> diagnostic.notes().stream()
                        .noneMatch(note -> note.span().equals(place.span())))
                .map(place -> diagnostic.withNotes(List.of(place)))
                .orElse(diagnostic);
    }

    /** For what is wrong with a function however it is called, though others of its kind depend on that. */
    public void anyway(Diagnostic diagnostic) {
        Diagnostic placed = placed(diagnostic);
        anyway.add(placed);
        diagnostics.report(placed);
    }

    /**
     * For shapes that are to be equal and are not: by what they are, or by the sizes that a function is called with.
     */
    public void unequal(List<Poly> shape, List<Poly> other, Diagnostic diagnostic) {
        boolean never = shape.size() != other.size();
        for (int axis = 0; axis < shape.size() && !never; axis++) {
            never = shape.get(axis).minus(other.get(axis)).constant().orElse(0) != 0;
        }
        if (never) {
            anyway(diagnostic);
        } else {
            report(diagnostic);
        }
    }

    /** Whether another call of the function that is checked may do without this error. */
    public boolean isOfCall(Diagnostic diagnostic) {
        return BY_CALL.contains(diagnostic.code()) && !anyway.contains(diagnostic);
    }

    /** For a mistake in a declaration that shows at every use of what is declared: the first is enough. */
    public void once(Diagnostic diagnostic) {
        once(diagnostic.message(), diagnostic);
    }

    /** The same for a mistake that has several messages. */
    public void once(String mistake, Diagnostic diagnostic) {
        if (said.add(mistake)) {
            report(diagnostic);
        }
    }

    /** For what may be a consequence of another error nearby: told at {@link #settle} if there is none. */
    public void doubtful(Diagnostic diagnostic) {
        doubtful.add(placed(diagnostic));
    }

    /** Where the errors of an equation begin. */
    public record Mark(int errors, int doubtful) {}

    public Mark mark() {
        return new Mark(diagnostics.errors(), doubtful.size());
    }

    /** Tells what was doubtful since the mark, unless there have been errors since. */
    public void settle(Mark mark) {
        List<Diagnostic> recent = doubtful.subList(mark.doubtful(), doubtful.size());
        if (diagnostics.errors() == mark.errors()) {
            recent.forEach(diagnostics::report);
        }
        recent.clear();
    }

    /** From here to {@link #leave} a body is checked as it is called at a place. */
    public void enter(Note call, boolean noted) {
        calls.push(new Call(call, noted));
    }

    /** The call of the function whose body is being checked; null outside of one. */
    public @Nullable Span call() {
        return calls.isEmpty() ? null : calls.element().place().span();
    }

    public void leave() {
        calls.pop();
    }
}
