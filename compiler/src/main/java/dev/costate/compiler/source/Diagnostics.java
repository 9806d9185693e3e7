package dev.costate.compiler.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the diagnostics of a run. Phases report here and go on. */
public final class Diagnostics {
    private final Set<Diagnostic> all = new LinkedHashSet<>();

    public void report(Code code, Span span, String message) {
        all.add(new Diagnostic(code, span, message, List.of(), null));
    }

    public void report(Code code, Span span, String message, String hint) {
        all.add(new Diagnostic(code, span, message, List.of(), hint));
    }

    public void report(Diagnostic diagnostic) {
        all.add(diagnostic);
    }

    /** All diagnostics, by file, then by place; what was reported at one place stays in order. */
    public List<Diagnostic> sorted() {
        List<Diagnostic> list = new ArrayList<>(all);
        list.sort(Comparator.comparing((Diagnostic d) -> d.span().file().name())
                .thenComparingInt(d -> d.span().start()));
        return list;
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }
}
