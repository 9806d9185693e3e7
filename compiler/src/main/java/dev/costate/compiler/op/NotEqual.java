package dev.costate.compiler.op;

/** a ≠ b: true of NaN. */
final class NotEqual extends Comparison {
    NotEqual() {
        super("!=");
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    boolean holds(double a, double b) {
        return a != b;
    }

    @Override
    public Relation relation() {
        return Relation.NOT_EQUAL;
    }
}
