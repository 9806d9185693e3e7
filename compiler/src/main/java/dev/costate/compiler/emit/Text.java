package dev.costate.compiler.emit;

/** A Java expression and how tightly it binds. */
record Text(String text, Precedence precedence) {
    /** As the left or only operand of an operator. */
    String in(Precedence operator) {
        return precedence.compareTo(operator) >= 0 ? text : "(" + text + ")";
    }

    /** As the right operand of an operator that takes its operands from the left. */
    String inRight(Precedence operator) {
        return precedence.compareTo(operator) > 0 ? text : "(" + text + ")";
    }
}
