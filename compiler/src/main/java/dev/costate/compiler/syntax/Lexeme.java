package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Span;

/**
 * A token or a comment as it stands in the file.
 *
 * @param first whether a declaration starts here, or the line that says the precision
 */
public record Lexeme(Kind kind, Span span, boolean first) {
    /** What decides where there is space around it and where a line may end. */
    public enum Kind {
        /** A name or number. */
        OPERAND,
        /** A word of the language that is no operator. */
        WORD,
        FOR,
        WHERE,
        ELSE,
        THEN,
        OR,
        AND,
        RELATION,
        /** {@code +} or {@code -} between two operands. */
        SUM,
        /** {@code * / div mod}. */
        PRODUCT,
        /** A minus before its operand. */
        SIGN,
        /** {@code ^} or the point in {@code com.acme}. */
        TIGHT,
        /** {@code ..}, {@code ..<} or an arrow. */
        RANGE,
        ASSIGN,
        COMMA,
        COLON,
        /** A parenthesis or bracket that belongs to what is before it: of a call, of subscripts, of a binder. */
        OPEN_TIGHT,
        /** Any other. */
        OPEN,
        CLOSE,
        /** The parenthesis after which the body of a binder begins. */
        CLOSE_HEAD,
        OPEN_BLOCK,
        CLOSE_BLOCK,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    public boolean isComment() {
        return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
    }

    public String text() {
        return span.text();
    }

    public int line() {
        return span.line();
    }

    public int endLine() {
        return span.file().line(Math.max(span.start(), span.end() - 1));
    }
}
