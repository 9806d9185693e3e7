package dev.costate.compiler.ir;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The least and greatest value that a polynomial takes over ranges; of one that is not affine in the indices a bound of
 * it, which need not be taken.
 */
public final class PolyBounds {
    /** What an atom is at most, if {@code up}, or at least; null leaves it. */
    private interface Bound {
        @Nullable
        Poly of(Atom atom, boolean up);
    }

    /** Whether what depends on none of the indices stays as it is, rather than being bounded by what is known of it. */
    private final boolean keeping;

    private PolyBounds(boolean keeping) {
        this.keeping = keeping;
    }

    public static Poly greatest(Poly poly, List<Range> ranges) {
        return new PolyBounds(false).extreme(poly, ranges, true);
    }

    /**
     * The greatest value as a formula of what does not depend on the indices of the ranges, be it data or other
     * indices.
     */
    public static Poly greatestOver(Poly poly, List<Range> ranges) {
        return new PolyBounds(true).extreme(poly, ranges, true);
    }

    public static Poly least(Poly poly, List<Range> ranges) {
        return new PolyBounds(false).extreme(poly, ranges, false);
    }

    /** What to take from an index of these ranges to get the subscript of what is kept for each of its values. */
    public static Poly origin(Range range, List<Range> ranges) {
        Poly least = least(range.from(), ranges);
        return isOfDims(least) ? least : range.from();
    }

    /** The size of the axis with these subscripts. */
    public static Poly size(Range range, List<Range> ranges) {
        Poly origin = origin(range, ranges);
        return size(range.to().minus(origin), ranges);
    }

    /**
     * A size that suffices for an extent, whatever the values of the indices; one that is found at run time if dims do
     * not say.
     */
    public static Poly size(Poly extent, List<Range> ranges) {
        Poly greatest = greatest(extent, ranges);
        if (isOfDims(greatest)) {
            return greatest;
        }
        Set<Atom.Index> mentioned = Range.closure(extent.indices(), ranges);
        return Poly.of(new Atom.Widest(
                extent,
                ranges.stream()
                        .filter(r -> mentioned.contains(r.index()))
                        .map(r -> new Range(r.index(), r.from(), r.to()))
                        .toList()));
    }

    /** Whether dims alone say what it is. */
    private static boolean isOfDims(Poly poly) {
        return poly.atoms().stream()
                .allMatch(atom -> atom instanceof Atom.Dim
                        || atom instanceof Atom.Widest
                        || (atom instanceof Atom.Integral integral
                                && integral.operands().stream().allMatch(PolyBounds::isOfDims)));
    }

    /**
     * Whether the polynomial, and the bounds of all indices that it depends on, are made of dims and a multiple of each
     * index.
     */
    public static boolean isAffine(Poly poly, List<Range> ranges) {
        Deque<Poly> open = new ArrayDeque<>(List.of(poly));
        Set<Atom> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Poly next = open.pop();
            for (Atom atom : next.atoms()) {
                boolean index = atom instanceof Atom.Index && next.isLinearIn(atom);
                if (!index && !isOfDims(Poly.of(atom))) {
                    return false;
                }
                for (Range range : ranges) {
                    if (range.index().equals(atom) && seen.add(atom)) {
                        open.push(range.from());
                        open.push(range.to());
                    }
                }
            }
        }
        return true;
    }

    /** Indices are put at an end of their range, the innermost first, since its bounds mention those further out. */
    private Poly extreme(Poly poly, List<Range> ranges, boolean greatest) {
        Poly value = bound(poly, greatest, (atom, up) -> special(atom, ranges, up));
        for (int k = ranges.size() - 1; k >= 0; k--) {
            Range range = ranges.get(k);
            List<Range> outer = ranges.subList(0, k);
            Bound end = (atom, up) -> !atom.equals(range.index())
                    ? null
                    : bound(
                            up ? range.to().plus(-1) : range.from(),
                            up,
                            (inner, upper) -> special(inner, outer, upper));
            value = bound(value, greatest, end);
        }
        return value;
    }

    /** The bounds of atoms put in, the greater ones in terms that are added if the greatest value is wanted. */
    private static Poly bound(Poly poly, boolean greatest, Bound bound) {
        Poly sum = Poly.ZERO;
        for (Poly.Term term : poly.terms()) {
            Poly product = Poly.of(term.coefficient());
            for (Atom atom : term.atoms()) {
                Poly image = bound.of(atom, (term.coefficient() > 0) == greatest);
                product = product.times(image == null ? Poly.of(atom) : image);
            }
            sum = sum.plus(product);
        }
        return Poly.apply(Atom.Function.QUOTIENT, sum, Poly.of(poly.denominator()));
    }

    /** The bound of an atom that is neither a size nor an index, null if none is known. */
    private @Nullable Poly special(Atom atom, List<Range> ranges, boolean up) {
        Set<Atom.Index> indices = keeping ? Poly.of(atom).indices() : Set.of();
        if (keeping && ranges.stream().noneMatch(range -> indices.contains(range.index()))) {
            return null;
        }
        if (atom instanceof Atom.Element element) {
            List<Long> integers = element.tensor().integers();
            Poly below = element.tensor().below();
            if (!integers.isEmpty()) {
                return Poly.of(
                        integers.stream().reduce(up ? Math::max : Math::min).orElseThrow());
            }
            return below == null ? null : up ? below.plus(-1) : Poly.ZERO;
        } else if (atom instanceof Atom.Checked checked) {
            return up ? checked.size().plus(-1) : Poly.ZERO;
        }
        return atom instanceof Atom.Integral integral ? special(integral, ranges, up) : null;
    }

    private @Nullable Poly special(Atom.Integral integral, List<Range> ranges, boolean up) {
        List<Poly> operands = integral.operands();
        Poly first = operands.get(0);
        Poly second = operands.get(1);
        Atom.Function outer = up ? Atom.Function.MAX : Atom.Function.MIN;
        return switch (integral.function()) {
            case MIN, MAX -> Poly.apply(integral.function(), extreme(first, ranges, up), extreme(second, ranges, up));
            case CHOICE -> Poly.apply(outer, extreme(second, ranges, up), extreme(operands.get(2), ranges, up));
            case MOD -> !isPositive(second) ? null : up ? second.plus(-1) : Poly.ZERO;
            case DIV ->
                !isPositive(second)
                        ? null
                        : second.isConstant()
                                ? Poly.apply(Atom.Function.DIV, extreme(first, ranges, up), second)
                                : Poly.apply(outer, Poly.ZERO, extreme(first, ranges, up));
            case QUOTIENT -> null;
        };
    }

    /** Whether it is a positive number or a sum of sizes. */
    private static boolean isPositive(Poly poly) {
        return !poly.isZero()
                && poly.terms().stream()
                        .allMatch(t -> t.coefficient() > 0 && t.atoms().stream().allMatch(a -> a instanceof Atom.Dim));
    }
}
