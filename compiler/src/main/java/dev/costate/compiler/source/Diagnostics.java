package dev.costate.compiler.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the diagnostics of a run. Phases report here and go on. */
public final class Diagnostics {
    private final Set<Diagnostic> all;
    /** The number of errors in {@link #all}, shared with it. */
    private final int[] errors;

    private final boolean warnings;

    public Diagnostics() {
        this(new LinkedHashSet<>(), new int[1], true);
    }

    private Diagnostics(Set<Diagnostic> all, int[] errors, boolean warnings) {
        this.all = all;
        this.errors = errors;
        this.warnings = warnings;
    }

    /** The same collection, but warnings that are reported here are dropped. */
    public Diagnostics withoutWarnings() {
        return new Diagnostics(all, errors, false);
    }

    public void report(DiagnosticCode code, Span span, String message) {
        report(new Diagnostic(code, span, message, List.of(), null));
    }

    public void report(DiagnosticCode code, Span span, String message, @Nullable String hint) {
        report(new Diagnostic(code, span, message, List.of(), hint));
    }

    public void report(Diagnostic diagnostic) {
        boolean error = diagnostic.severity() == Severity.ERROR;
        if ((warnings || error) && all.add(diagnostic) && error) {
            errors[0]++;
        }
    }

    /** All diagnostics, by file, then by place; what was reported at one place stays in order. */
    public List<Diagnostic> sorted() {
        List<Diagnostic> list = new ArrayList<>(all);
        list.sort(Comparator.comparing((Diagnostic d) -> d.span().file().name())
                .thenComparingInt(d -> d.span().start()));
        return list;
    }

    public boolean hasErrors() {
        return errors() > 0;
    }

    /** How many errors there are so far. */
    public int errors() {
        return errors[0];
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }
}
