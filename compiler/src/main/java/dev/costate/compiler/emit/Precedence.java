package dev.costate.compiler.emit;

/** How tightly the outermost operator of a Java expression binds, loosest first. */
enum Precedence {
    CHOICE,
    OR,
    AND,
    EQUALITY,
    RELATION,
    SUM,
    PRODUCT,
    UNARY,
    PRIMARY;

    /** That of a binary operator. */
    static Precedence of(String symbol) {
        return switch (symbol) {
            case "||" -> OR;
            case "&&" -> AND;
            case "==", "!=" -> EQUALITY;
            case "<", "<=", ">", ">=" -> RELATION;
            case "+", "-" -> SUM;
            case "*", "/", "%" -> PRODUCT;
            default -> throw new IllegalArgumentException("not a binary operator of Java: " + symbol);
        };
    }
}
