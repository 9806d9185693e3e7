package dev.costate.compiler.report;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two counts for all sizes, in words. */
public final class Comparison {
    /** As far as this, a size from which one count is the smaller is looked for. */
    private static final long FARTHEST = 100_000;

    private final Prover prover;

    /** @param prover knows the least sizes */
    public Comparison(Prover prover) {
        this.prover = prover;
    }

    /** A count; null is one that 64 bits do not hold. */
    public static String text(@Nullable Poly count) {
        return count == null ? "more than 2^63" : count.toString();
    }

    /** The other count, and for which sizes it is less than one. */
    public String explain(@Nullable Poly count, @Nullable Poly other) {
        if (count == null || other == null) {
            return text(other);
        }
        return other + ", " + less(count.minus(other));
    }

    /** Where the difference is positive. */
    private String less(Poly difference) {
        if (difference.isZero()) {
            return "as many";
        } else if (prover.nonNegative(difference.negate(), Facts.NONE)) {
            return "not less for any sizes";
        } else if (prover.nonNegative(difference.plus(-1), Facts.NONE)) {
            return "less for all sizes";
        }
        Set<Atom> atoms = difference.atoms();
        if (atoms.size() == 1 && atoms.iterator().next() instanceof Atom.Dim dim) {
            String sizes = sizes(difference, dim);
            if (sizes != null) {
                return sizes;
            }
        }
        return "less where " + side(difference, 1) + " > " + side(difference, -1);
    }

    /** The terms of one sign, as they stand on their side of a comparison. */
    private static Poly side(Poly difference, int sign) {
        Poly side = Poly.ZERO;
        for (Poly.Term term : difference.terms()) {
            if (Long.signum(term.coefficient()) == sign) {
                Poly product = Poly.of(Math.absExact(term.coefficient()));
                for (Atom atom : term.atoms()) {
                    product = product.times(Poly.of(atom));
                }
                side = side.plus(product);
            }
        }
        return side;
    }

    /** From which size on, or up to which one, the difference is positive; null if neither is found. */
    private @Nullable String sizes(Poly difference, Atom.Dim dim) {
        long least = prover.atLeast(dim);
        List<Poly.Term> terms = new ArrayList<>(difference.terms());
        long first = terms.get(0).coefficient();
        double rest = terms.stream()
                .mapToDouble(t -> Math.abs((double) t.coefficient()))
                .max()
                .orElse(0);
        // Cauchy's bound of the roots: beyond it, the sign is that of the term of the highest power.
        long beyond = (long) (rest / Math.abs(first)) + 2;
        if (beyond > FARTHEST) {
            return null;
        }
        long size = first > 0 ? Math.max(beyond, least) : least;
        if (first > 0) {
            while (size > least && isPositive(difference, size - 1)) {
                size--;
            }
            return "less from " + dim.name() + " = " + size + " on";
        }
        while (isPositive(difference, size)) {
            size++;
        }
        return size == least ? null : "less up to " + dim.name() + " = " + (size - 1);
    }

    private static boolean isPositive(Poly difference, long size) {
        Poly value = difference.substitute(atom -> Poly.of(size));
        return !value.isZero() && value.terms().get(0).coefficient() > 0;
    }
}
