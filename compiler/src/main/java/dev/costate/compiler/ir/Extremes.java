package dev.costate.compiler.ir;

import java.util.List;

/** The least and greatest value that an affine polynomial takes over ranges. */
public final class Extremes {
    private Extremes() {}

    public static Poly greatest(Poly poly, List<Range> ranges) {
        return extreme(poly, ranges, true);
    }

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
}
