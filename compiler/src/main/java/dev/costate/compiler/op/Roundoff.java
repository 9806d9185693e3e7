package dev.costate.compiler.op;

/**
 * How far arithmetic operations round, exactly, by operations that do not: the error of a sum (D. E. Knuth, The Art of
 * Computer Programming 2, §4.2.2) and, with a fused multiply-add, that of a product, a quotient and a root, the last
 * two in units of the divisor.
 */
final class Roundoff {
    private Roundoff() {}

    static double sum(double computed, double a, double b) {
        double part = computed - a;
        return -((a - (computed - part)) + (b - part));
    }

    static double product(double computed, double a, double b) {
        return -Math.fma(a, b, -computed);
    }

    static double quotient(double computed, double a, double b) {
        return Math.fma(computed, b, -a) / b;
    }

    static double root(double computed, double x) {
        return computed == 0 ? 0 : Math.fma(computed, computed, -x) / (2 * computed);
    }
}
