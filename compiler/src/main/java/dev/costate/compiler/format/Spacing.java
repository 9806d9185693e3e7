package dev.costate.compiler.format;

import dev.costate.compiler.syntax.Lexeme;
import dev.costate.compiler.syntax.Lexeme.Kind;

/** Where there is a space between two neighbours on a line. */
final class Spacing {
    private Spacing() {}

    static boolean between(Lexeme left, Lexeme right) {
        Kind before = left.kind();
        Kind after = right.kind();
        if (isOpen(before) || isClose(after) || after == Kind.COMMA || after == Kind.OPEN_TIGHT) {
            return false;
        }
        return before != Kind.TIGHT && after != Kind.TIGHT && before != Kind.SIGN;
    }

    static boolean isOpen(Kind kind) {
        return kind == Kind.OPEN || kind == Kind.OPEN_TIGHT;
    }

    static boolean isClose(Kind kind) {
        return kind == Kind.CLOSE || kind == Kind.CLOSE_HEAD;
    }
}
