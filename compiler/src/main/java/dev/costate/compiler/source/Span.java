package dev.costate.compiler.source;

/**
 * A stretch of a source file: offsets {@code start} (inclusive) to {@code end} (exclusive).
 */
public record Span(SourceFile file, int start, int end) {
    /** From the start of this span to the end of another in the same file. */
    public Span to(Span other) {
        return new Span(file, start, Math.max(end, other.end));
    }

    public String text() {
        return file.text().substring(start, end);
    }

    public int line() {
        return file.line(start);
    }

    public int column() {
        return file.column(start);
    }

    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
