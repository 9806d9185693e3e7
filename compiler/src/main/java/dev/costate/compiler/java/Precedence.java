package dev.costate.compiler.java;

/** How tightly the outermost operator of a Java expression binds, loosest first. */
public enum Precedence {
    CHOICE,
    OR,
    AND,
    BIT_AND,
    EQUALITY,
    RELATION,
    SUM,
    PRODUCT,
    UNARY,
    PRIMARY;

    /** That of a binary operator. */
    public static Precedence of(String symbol) {
        return switch (symbol) {
            case "||" -> OR;
            case "&&" -> AND;
            case "&" -> BIT_AND;
            case "==", "!=" -> EQUALITY;
            case "<", "<=", ">", ">=" -> RELATION;
            case "+", "-" -> SUM;
            case "*", "/", "%" -> PRODUCT;
            default -> throw new IllegalArgumentException("not a binary operator of Java: " + symbol);
        };
    }
}
