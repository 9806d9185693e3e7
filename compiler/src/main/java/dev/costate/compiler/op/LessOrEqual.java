package dev.costate.compiler.op;

/** a ≤ b. */
final class LessOrEqual extends Comparison {
    LessOrEqual() {
        super("<=");
    }

    @Override
    boolean holds(double a, double b) {
        return a <= b;
    }
}
