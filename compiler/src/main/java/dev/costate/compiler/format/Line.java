package dev.costate.compiler.format;

/** A line of the result, without its line end. What belongs to a comment of several lines is part of its first. */
final class Line {
    /** Whether an empty line stands before it. */
    final boolean apart;

    final int indent;
    final StringBuilder code = new StringBuilder();
    /** Comments at its end. */
    final StringBuilder comment = new StringBuilder();

    Line(boolean apart, int indent) {
        this.apart = apart;
        this.indent = indent;
        code.append(" ".repeat(indent));
    }

    boolean isEmpty() {
        return code.length() == indent;
    }

    /** In columns, as most characters take one. */
    int width() {
        return code.codePointCount(0, code.length());
    }
}
