package dev.costate.compiler.source;

/**
 * Every kind of diagnostic: a number that never changes, a title, and an explanation for people who look it up.
 *
 * <p>Numbers by theme: 1xx text and syntax, 2xx names, 3xx sizes and indices, 4xx kinds and expressions, 5xx
 * subscripts out of range and definitions, 6xx derivatives, 7xx what the language has and this version does not
 * compile yet, 8xx files.
 */
public enum Code {
    // 1xx: text and syntax.
    SYNTAX(
            101,
            Severity.ERROR,
            "syntax error",
            "The text does not follow the grammar of the language. The message names what was found and "
                    + "what could have stood there. Of each declaration only the first such error is reported, "
                    + "since what follows it is often a consequence."),
    BAD_CHARACTER(
            102,
            Severity.ERROR,
            "character without meaning",
            "The file holds a character that the language has no use for. Names consist of letters, "
                    + "digits and underscores; operators are written in ASCII, such as `*`, `<=` and `^2`."),
    MALFORMED_NUMBER(
            103,
            Severity.ERROR,
            "malformed number",
            "A number is written `12`, `0.5`, `1e-8` or `1.5E3`. A point stands between digits, and a "
                    + "product needs its `*`: `2 * x`, never `2x`. A number larger than the largest double is an "
                    + "error too."),
    UNTERMINATED_COMMENT(
            104,
            Severity.ERROR,
            "comment never closed",
            "A comment that starts with `/*` runs to the next `*/`, and this file has none after it. "
                    + "Comments do not nest."),
    UNBALANCED_BRACKET(
            105,
            Severity.ERROR,
            "unbalanced bracket",
            "Every `(`, `[` and `{` needs its partner in the same declaration. A declaration ends where "
                    + "the next keyword starts a line, so a missing bracket does not reach further."),
    NESTING(
            106,
            Severity.ERROR,
            "nesting too deep",
            "Parentheses, subscripts, blocks, `if`, binders, signs and exponents may be nested 500 "
                    + "levels deep in one declaration. A part of such an expression can have a name of its own "
                    + "with `let`. Long sums, products and `else if` chains are not nested and have no limit."),
    EMPTY_FILE(
            107,
            Severity.ERROR,
            "empty file",
            "The file holds nothing but space and comments. A model starts with `model` and its name."),
    NOT_UTF_8(
            108,
            Severity.ERROR,
            "file is not UTF-8",
            "Model files are encoded in UTF-8, and this one has bytes that are not. It was probably "
                    + "saved in an older encoding such as Latin-1; save it as UTF-8."),
    RESERVED_WORD(
            109,
            Severity.ERROR,
            "reserved word as a name",
            "A reserved word of the language stands where a name is expected. Words that are reserved "
                    + "only in Java are fine as names."),
    NOT_AT_LINE_START(
            110,
            Severity.ERROR,
            "declaration inside a line",
            "Every declaration starts a line with its keyword. This one follows another on the same " + "line."),
    CONTINUATION(
            111,
            Severity.WARNING,
            "continuation line at column 1",
            "An expression may run over several lines, but a line that goes on with the one above and "
                    + "starts at column 1 looks like a declaration whose keyword was forgotten. Indent it to say "
                    + "that it belongs to the line above."),
    HEADER(
            112,
            Severity.ERROR,
            "misplaced or missing header",
            "A file starts with `model` or `library` and a name, and has one such line. Only comments "
                    + "may stand before it."),
    MODEL_NAME(
            113,
            Severity.ERROR,
            "name of the model is not that of the file",
            "`Logistic.model` holds `model Logistic`: the file is found by the name. Upper and lower " + "case count."),
    UNREADABLE(
            114,
            Severity.ERROR,
            "file that cannot be read",
            "The file does not exist, is a folder, or may not be read by this user. "
                    + "Check the path and its permissions."),

    // 8xx: files.
    PACKAGE_FOLDER(
            801,
            Severity.ERROR,
            "folder is no package",
            "The package of a model is its folder below the source root; every part must be a name in Java."),
    CLASS_CLASH(
            802,
            Severity.ERROR,
            "two models make one class",
            "Each model makes a class of its name and helpers whose names start with it; these must differ.");

    private final int number;
    private final Severity severity;
    private final String title;
    private final String explanation;

    Code(int number, Severity severity, String title, String explanation) {
        this.number = number;
        this.severity = severity;
        this.title = title;
        this.explanation = explanation;
    }

    /** The stable name, such as {@code C101}. */
    public String id() {
        return "C" + number;
    }

    public Severity severity() {
        return severity;
    }

    public String title() {
        return title;
    }

    public String explanation() {
        return explanation;
    }
}
