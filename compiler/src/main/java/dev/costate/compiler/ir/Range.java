package dev.costate.compiler.ir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The integers from {@code from} to {@code to - 1} that an index takes. Bounds may use sizes and the indices of ranges
 * to the left; the range is empty where {@code to <= from}.
 *
 * @param order whether the values must be taken one after the other
 */
public record Range(Atom.Index index, Poly from, Poly to, Order order) {
    /** The index of the axis over directions or rows of a derivative. */
    public static final Atom.Index ROW = new Atom.Index("s", Atom.Index.Kind.DIRECTION, 0);

    /** In which order the values of an index are taken. */
    public enum Order {
        /** Any, the iterations do not depend on each other. */
        ANY,
        UPWARD,
        DOWNWARD
    }

    public Range(Atom.Index index, Poly from, Poly to) {
        this(index, from, to, Order.ANY);
    }

    public static Range upTo(Atom.Index index, Poly extent) {
        return new Range(index, Poly.ZERO, extent);
    }

    /** Whether neighbouring equations over this range run in one loop together. */
    public boolean isShared() {
        return index.is(Atom.Index.Kind.SHARED);
    }

    /** Whether it is the axis over directions or rows of a derivative, which stays innermost. */
    public boolean isRow() {
        return index.equals(ROW);
    }

    /** Whether a bound mentions the index. */
    public boolean isBoundedBy(Atom.Index other) {
        return from.indices().contains(other) || to.indices().contains(other);
    }

    /** The indices, and those that the bounds of their ranges mention. */
    public static Set<Atom.Index> closure(Set<Atom.Index> indices, List<Range> ranges) {
        Set<Atom.Index> closure = new LinkedHashSet<>(indices);
        for (int k = ranges.size() - 1; k >= 0; k--) {
            Range range = ranges.get(k);
            if (closure.contains(range.index)) {
                closure.addAll(range.from.indices());
                closure.addAll(range.to.indices());
            }
        }
        return closure;
    }

    /** How many values there are, if {@code to >= from}. */
    public Poly extent() {
        return to.minus(from);
    }

    /** By index, then bounds. */
    static int compare(Range a, Range b) {
        int byIndex = a.index.compareTo(b.index);
        int byFrom = byIndex != 0 ? byIndex : Poly.compare(a.from, b.from);
        int byBounds = byFrom != 0 ? byFrom : Poly.compare(a.to, b.to);
        return byBounds != 0 ? byBounds : a.order.compareTo(b.order);
    }

    @Override
    public String toString() {
        String arrow = order == Order.ANY ? "" : order == Order.UPWARD ? " upward" : " downward";
        return from.isZero() ? index.name() + " in " + to + arrow : index.name() + " in " + from + " ..< " + to + arrow;
    }
}
