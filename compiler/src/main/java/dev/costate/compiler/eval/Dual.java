package dev.costate.compiler.eval;

/**
 * A number and its derivative in one direction: {@code value + tangent ε} with {@code ε² = 0}.
 */
record Dual(double value, double tangent) implements Value {
    @Override
    public Dual real() {
        return this;
    }

    static Dual constant(double value) {
        return new Dual(value, 0);
    }

    Dual plus(Dual o) {
        return new Dual(value + o.value, tangent + o.tangent);
    }

    Dual minus(Dual o) {
        return new Dual(value - o.value, tangent - o.tangent);
    }

    Dual times(Dual o) {
        return new Dual(value * o.value, scaled(tangent, o.value) + scaled(o.tangent, value));
    }

    Dual over(Dual o) {
        double quotient = value / o.value;
        boolean still = tangent == 0 || (Double.isInfinite(tangent) && Double.isInfinite(o.value));
        return new Dual(quotient, (still ? 0 : tangent / o.value) - scaled(o.tangent, quotient / o.value));
    }

    /** A function of this number with the derivative given; a tangent of zero stays zero. */
    Dual map(double newValue, double derivative) {
        return new Dual(newValue, scaled(tangent, derivative));
    }

    /** Zero times anything is zero: what does not move has no effect, and what moves has none where nothing follows it. */
    static double scaled(double tangent, double factor) {
        return tangent == 0 || factor == 0 ? 0 : tangent * factor;
    }
}
