package dev.costate.compiler.op;

/** a = b; the two zeros are equal. */
final class Equal extends Comparison {
    Equal() {
        super("==");
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    boolean holds(double a, double b) {
        return a == b;
    }

    @Override
    public Relation relation() {
        return Relation.EQUAL;
    }
}
