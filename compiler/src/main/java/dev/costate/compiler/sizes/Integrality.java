package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import java.util.ArrayList;
import java.util.List;

/** Whether a polynomial with fractions is whole for all integers, as {@code T*(T - 1)/2} is. */
final class Integrality {
    private static final long CASES = 10_000;

    private Integrality() {}

    /**
     * The polynomial, or where it may have a fraction the exact quotient, which fails at run time if it is not whole.
     */
    static Poly exact(Poly poly) {
        if (isWhole(poly)) {
            return poly;
        }
        Poly denominator = Poly.of(poly.denominator());
        return Poly.of(new Atom.Integral(Atom.Function.QUOTIENT, List.of(poly.times(denominator), denominator)));
    }

    /** True only if it is: the numerator repeats modulo the denominator, so all remainders are tried. */
    static boolean isWhole(Poly poly) {
        long denominator = poly.denominator();
        if (denominator == 1) {
            return true;
        }
        List<Atom> atoms = new ArrayList<>(poly.atoms());
        if (Math.pow((double) denominator, atoms.size()) > (double) CASES) {
            return false;
        }
        long[] values = new long[atoms.size()];
        do {
            if (numerator(poly, atoms, values) % denominator != 0) {
                return false;
            }
        } while (advance(values, denominator));
        return true;
    }

    private static long numerator(Poly poly, List<Atom> atoms, long[] values) {
        long sum = 0;
        for (Poly.Term term : poly.terms()) {
            long product = Math.floorMod(term.coefficient(), poly.denominator());
            for (Atom atom : term.atoms()) {
                product = product * values[atoms.indexOf(atom)] % poly.denominator();
            }
            sum += product;
        }
        return sum;
    }

    private static boolean advance(long[] values, long base) {
        for (int i = 0; i < values.length; i++) {
            if (++values[i] < base) {
                return true;
            }
            values[i] = 0;
        }
        return false;
    }
}
