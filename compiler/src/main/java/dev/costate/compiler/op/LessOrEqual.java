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

    @Override
    public Relation relation() {
        return Relation.LESS_OR_EQUAL;
    }
}
