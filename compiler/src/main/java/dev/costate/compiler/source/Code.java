package dev.costate.compiler.source;

/**
 * Every kind of diagnostic: a number that never changes, a title, and an explanation for people who look it up.
 *
 * <p>Numbers by theme: 1xx text and syntax, 2xx names, 3xx sizes and indices, 4xx kinds and expressions, 5xx
 * subscripts out of range and definitions, 6xx derivatives, 7xx what the language has and this version does not
 * compile yet, 8xx files.
 */
public enum Code {
    SYNTAX(101, Severity.ERROR, "syntax error", "The text does not follow the grammar of the language."),

    NOT_UTF8(801, Severity.ERROR, "not UTF-8", "Models are read as UTF-8; the file holds bytes that are not."),
    PACKAGE_FOLDER(
            810,
            Severity.ERROR,
            "folder is no package",
            "The package of a model is its folder below the source root; every part must be a name in Java."),
    CLASS_CLASH(
            811,
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
