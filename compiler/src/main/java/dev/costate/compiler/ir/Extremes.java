package dev.costate.compiler.ir;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The least and greatest value that a polynomial takes over ranges, and the room that what is computed over them needs. */
public final class Extremes {
    private Extremes() {}

    /** Of an affine polynomial. */
    public static Poly greatest(Poly poly, List<Range> ranges) {
        return extreme(poly, ranges, true);
    }

    /** Of an affine polynomial. */
    public static Poly least(Poly poly, List<Range> ranges) {
        return extreme(poly, ranges, false);
    }

    /** Indices are put at an end of their range, the innermost first, since its bounds mention those further out. */
    private static Poly extreme(Poly poly, List<Range> ranges, boolean greatest) {
        Poly value = poly;
        for (int k = ranges.size() - 1; k >= 0; k--) {
            Range range = ranges.get(k);
            Atom index = range.index();
            boolean up = (value.coefficient(index) >= 0) == greatest;
            Poly end = up ? range.to().plus(-1) : range.from();
            value = value.substitute(atom -> atom.equals(index) ? end : null);
        }
        return value;
    }

    /** What to take from an index of these ranges to get the subscript of what is kept for each of its values. */
    public static Poly origin(Range range, List<Range> ranges) {
        return isAffine(range.from(), ranges) ? least(range.from(), ranges) : range.from();
    }

    /** The size of the axis with these subscripts. */
    public static Poly size(Range range, List<Range> ranges) {
        return size(range.to().minus(origin(range, ranges)), ranges);
    }

    /** A size that suffices for an extent, whatever the values of the indices. */
    public static Poly size(Poly extent, List<Range> ranges) {
        if (isAffine(extent, ranges)) {
            return greatest(extent, ranges);
        }
        Set<Atom.Index> mentioned = mentioned(extent, ranges);
        return Poly.of(new Atom.Widest(
                extent,
                ranges.stream()
                        .filter(r -> mentioned.contains(r.index()))
                        .map(r -> new Range(r.index(), r.from(), r.to()))
                        .toList()));
    }

    /** Whether the polynomial, and the bounds of all indices that it depends on, are made of dims and a multiple of each index. */
    public static boolean isAffine(Poly poly, List<Range> ranges) {
        Deque<Poly> open = new ArrayDeque<>(List.of(poly));
        Set<Atom> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Poly next = open.pop();
            for (Atom atom : next.atoms()) {
                boolean index = atom instanceof Atom.Index && next.isLinearIn(atom);
                boolean fixed = atom instanceof Atom.Dim || atom instanceof Atom.Widest || isOfDims(atom);
                if (!index && !fixed) {
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

    private static boolean isOfDims(Atom atom) {
        return atom instanceof Atom.Integral integral
                && integral.operands().stream()
                        .allMatch(p -> p.atoms().stream().allMatch(a -> a instanceof Atom.Dim || isOfDims(a)));
    }

    /** The indices of a polynomial, and those that the bounds of their ranges mention. */
    private static Set<Atom.Index> mentioned(Poly poly, List<Range> ranges) {
        Set<Atom.Index> mentioned = new HashSet<>(poly.indices());
        for (int k = ranges.size() - 1; k >= 0; k--) {
            Range range = ranges.get(k);
            if (mentioned.contains(range.index())) {
                mentioned.addAll(range.from().indices());
                mentioned.addAll(range.to().indices());
            }
        }
        return mentioned;
    }
}
