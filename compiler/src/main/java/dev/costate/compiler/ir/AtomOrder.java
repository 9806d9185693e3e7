package dev.costate.compiler.ir;

import java.util.Comparator;
import java.util.List;

/**
 * The order of atoms, and of the polynomials within them, that gives every polynomial one normal form: dims before
 * indices before the rest. Two are of the same rank only if they are equal.
 */
final class AtomOrder {
    static final Comparator<Atom> ATOMS = AtomOrder::compare;
    private static final Comparator<Poly> POLYS = Poly::compare;

    private AtomOrder() {}

    private static int compare(Atom a, Atom b) {
        if (a == b) {
            return 0;
        }
        if (a instanceof Atom.Dim x && b instanceof Atom.Dim y) {
            return x.name().compareTo(y.name());
        } else if (a instanceof Atom.Index x && b instanceof Atom.Index y) {
            return x.compareTo(y);
        } else if (a instanceof Atom.Integral x && b instanceof Atom.Integral y) {
            int byFunction = x.function().name().compareTo(y.function().name());
            return byFunction != 0 ? byFunction : compare(x.operands(), y.operands(), POLYS);
        } else if (a instanceof Atom.Element x && b instanceof Atom.Element y) {
            int byTensor = Integer.compare(x.tensor().number(), y.tensor().number());
            return byTensor != 0 ? byTensor : compare(x.subscripts(), y.subscripts(), POLYS);
        } else if (a instanceof Atom.Checked x && b instanceof Atom.Checked y) {
            int byValue = compare(List.of(x.value(), x.size()), List.of(y.value(), y.size()), POLYS);
            return byValue != 0 ? byValue : x.place().compareTo(y.place());
        } else if (a instanceof Atom.Widest x && b instanceof Atom.Widest y) {
            int byExtent = Poly.compare(x.extent(), y.extent());
            return byExtent != 0 ? byExtent : compare(x.ranges(), y.ranges(), AtomOrder::compare);
        } else if (a instanceof Atom.Total x && b instanceof Atom.Total y) {
            int bySummand = Poly.compare(x.summand(), y.summand());
            return bySummand != 0 ? bySummand : compare(x.range(), y.range());
        }
        return Integer.compare(kind(a), kind(b));
    }

    private static int compare(Range a, Range b) {
        int byIndex = a.index().compareTo(b.index());
        int byBounds = byIndex != 0 ? byIndex : compare(List.of(a.from(), a.to()), List.of(b.from(), b.to()), POLYS);
        return byBounds != 0 ? byBounds : a.order().compareTo(b.order());
    }

    private static int kind(Atom atom) {
        if (atom instanceof Atom.Dim) {
            return 0;
        } else if (atom instanceof Atom.Index) {
            return 1;
        } else if (atom instanceof Atom.Integral) {
            return 2;
        } else if (atom instanceof Atom.Element) {
            return 3;
        }
        return atom instanceof Atom.Checked ? 4 : atom instanceof Atom.Widest ? 5 : 6;
    }

    /** Element by element; of two where one begins with the other, the shorter first. */
    static <T> int compare(List<T> a, List<T> b, Comparator<? super T> order) {
        for (int k = 0; k < Math.min(a.size(), b.size()); k++) {
            int byElement = order.compare(a.get(k), b.get(k));
            if (byElement != 0) {
                return byElement;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
