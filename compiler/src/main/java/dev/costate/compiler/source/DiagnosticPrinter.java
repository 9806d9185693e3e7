package dev.costate.compiler.source;

import java.util.Locale;

/** Prints diagnostics for people: where, what, the line with the place marked, notes and a hint. */
public final class DiagnosticPrinter {
    private static final String RED = "\u001b[1;31m";
    private static final String YELLOW = "\u001b[1;33m";
    private static final String CYAN = "\u001b[1;36m";
    private static final String BOLD = "\u001b[1m";
    private static final String RESET = "\u001b[0m";

    private final boolean color;

    /** @param color whether to colour with ANSI escapes */
    public DiagnosticPrinter(boolean color) {
        this.color = color;
    }

    /** All of them in order, a blank line between. */
    public String print(Diagnostics diagnostics) {
        StringBuilder out = new StringBuilder();
        for (Diagnostic diagnostic : diagnostics.sorted()) {
            out.append(out.isEmpty() ? "" : "\n").append(print(diagnostic));
        }
        return out.toString();
    }

    public String print(Diagnostic diagnostic) {
        StringBuilder out = new StringBuilder();
        String paint = diagnostic.severity() == Severity.ERROR ? RED : YELLOW;
        String label = diagnostic.severity().name().toLowerCase(Locale.ROOT)
                + "["
                + diagnostic.code().id()
                + "]";
        out.append(diagnostic.span()).append(": ").append(painted(paint, label)).append(": ");
        out.append(painted(BOLD, diagnostic.message())).append('\n');
        excerpt(diagnostic.span(), paint, out);
        for (Diagnostic.Note note : diagnostic.notes()) {
            out.append(note.span()).append(": ").append(painted(CYAN, "note")).append(": ");
            out.append(note.message()).append('\n');
            excerpt(note.span(), CYAN, out);
        }
        if (diagnostic.hint() != null) {
            out.append("  ").append(painted(CYAN, "hint")).append(": ");
            out.append(diagnostic.hint()).append('\n');
        }
        return out.toString();
    }

    private void excerpt(Span span, String paint, StringBuilder out) {
        if (span.file().text().isEmpty()) {
            return;
        }
        Excerpt excerpt = Excerpt.of(span);
        String number = Integer.toString(span.line());
        out.append("  ").append(number).append(" | ").append(excerpt.line()).append('\n');
        out.append("  ").append(" ".repeat(number.length())).append(" | ");
        out.append(" ".repeat(excerpt.indent())).append(painted(paint, "^".repeat(excerpt.carets())));
        out.append('\n');
    }

    private String painted(String paint, String text) {
        return color ? paint + text + RESET : text;
    }
}
