package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A product of atoms, each as often as it occurs, in their order. */
final class Monomial implements Comparable<Monomial> {
    static final Monomial UNIT = new Monomial(List.of());

    private final List<Atom> atoms;
    private final int degree;
    private final int hash;

    private Monomial(List<Atom> atoms) {
        this.atoms = atoms;
        this.degree = atoms.size();
        this.hash = atoms.hashCode();
    }

    static Monomial of(Atom atom) {
        return new Monomial(List.of(atom));
    }

    List<Atom> atoms() {
        return atoms;
    }

    int degree() {
        return degree;
    }

    Monomial times(Monomial other) {
        if (degree == 0 || other.degree == 0) {
            return degree == 0 ? other : this;
        }
        List<Atom> product = new ArrayList<>(atoms);
        product.addAll(other.atoms);
        product.sort(Comparator.naturalOrder());
        return new Monomial(List.copyOf(product));
    }

    /** Of higher degree first, then by atoms. */
    @Override
    public int compareTo(Monomial other) {
        if (this == other) {
            return 0;
        }
        int byDegree = Integer.compare(other.degree, degree);
        return byDegree != 0 ? byDegree : Atom.lexicographic(atoms, other.atoms, Comparator.naturalOrder());
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Monomial monomial && hash == monomial.hash && atoms.equals(monomial.atoms));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
