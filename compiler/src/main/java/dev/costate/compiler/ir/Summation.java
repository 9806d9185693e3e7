package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums of polynomials over ranges. They are polynomials again where the bounds are, by Pascal's identity for
 * {@code S_k(n) = 0^k + 1^k + … + (n-1)^k}: {@code (k + 1) S_k(n) = n^(k+1) - Σ_{j<k} C(k + 1, j) S_j(n)}. What data
 * decide stays an {@link Atom.Total}.
 */
public final class Summation {
    private final Prover prover;

    public Summation(Prover prover) {
        this.prover = prover;
    }

    /**
     * The sum over all values of the indices of ranges, each after those its bounds mention.
     *
     * @throws ArithmeticException if a coefficient does not fit into 64 bits
     */
    public Poly sum(Poly summand, List<Range> ranges) {
        Poly sum = summand;
        for (int k = ranges.size() - 1; k >= 0; k--) {
            sum = sum(sum, ranges.get(k), Assumptions.of(ranges.subList(0, k)));
        }
        return sum;
    }

    private Poly sum(Poly summand, Range range, Facts facts) {
        Poly index = Poly.of(range.index());
        Poly polynomial = Poly.ZERO;
        Poly sum = Poly.ZERO;
        for (Poly.Term term : summand.terms()) {
            boolean decided =
                    term.atoms().stream().anyMatch(a -> !a.equals(range.index()) && mentions(a, range.index()));
            if (decided) {
                sum = sum.plus(total(term, range));
            } else {
                polynomial = polynomial.plus(product(term.coefficient(), term.atoms()));
            }
        }
        Poly moved = polynomial.substitute(a -> a.equals(range.index()) ? index.plus(range.from()) : null);
        sum = sum.plus(quotient(ofPowers(moved, range, facts), moved.denominator()));
        return quotient(sum, summand.denominator());
    }

    private static Poly total(Poly.Term term, Range range) {
        List<Atom> inside = new ArrayList<>();
        List<Atom> outside = new ArrayList<>();
        term.atoms().forEach(a -> (mentions(a, range.index()) ? inside : outside).add(a));
        return product(term.coefficient(), outside).times(Poly.of(new Atom.Total(product(1, inside), range)));
    }

    /** The sum of the numerator, as many terms as the range has values, from 0 on. */
    private Poly ofPowers(Poly summand, Range range, Facts facts) {
        Poly length = range.extent();
        Poly count = prover.nonNegative(length, facts) ? length : Poly.apply(Atom.Function.MAX, Poly.ZERO, length);
        int greatest = summand.terms().stream()
                .mapToInt(t -> degree(t, range.index()))
                .max()
                .orElse(0);
        List<Poly> powers = powers(count, greatest);
        Poly sum = Poly.ZERO;
        for (Poly.Term term : summand.terms()) {
            List<Atom> others =
                    term.atoms().stream().filter(a -> !a.equals(range.index())).toList();
            sum = sum.plus(product(term.coefficient(), others).times(powers.get(degree(term, range.index()))));
        }
        return sum;
    }

    private static boolean mentions(Atom atom, Atom.Index index) {
        return Poly.of(atom).indices().contains(index);
    }

    private static int degree(Poly.Term term, Atom.Index index) {
        return (int) term.atoms().stream().filter(index::equals).count();
    }

    private static Poly product(long coefficient, List<Atom> atoms) {
        Poly product = Poly.of(coefficient);
        for (Atom atom : atoms) {
            product = product.times(Poly.of(atom));
        }
        return product;
    }

    private static Poly quotient(Poly dividend, long divisor) {
        return Poly.apply(Atom.Function.QUOTIENT, dividend, Poly.of(divisor));
    }

    /** The sums of the powers from 0 to the greatest of all numbers below n. */
    private static List<Poly> powers(Poly n, int greatest) {
        List<Poly> sums = new ArrayList<>();
        Poly power = Poly.ONE;
        for (int k = 0; k <= greatest; k++) {
            power = power.times(n);
            Poly sum = power;
            long binomial = 1;
            for (int j = 0; j < k; j++) {
                sum = sum.minus(sums.get(j).times(Poly.of(binomial)));
                binomial = binomial * (k + 1 - j) / (j + 1);
            }
            sums.add(quotient(sum, k + 1L));
        }
        return sums;
    }
}
