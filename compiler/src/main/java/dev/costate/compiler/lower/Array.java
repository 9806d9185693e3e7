package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What an array is where it is lowered. Two are equal if they have the same elements by the same expressions, so that a
 * call with equal arguments can be found again.
 */
sealed interface Array {
    List<Poly> shape();

    /** The indices that its elements depend on. */
    Set<Atom.Index> free();

    /** The array with other indices. */
    Array apply(Substitution substitution);

    /** One number: an array without axes. */
    record Scalar(Expr value) implements Array {
        @Override
        public List<Poly> shape() {
            return List.of();
        }

        @Override
        public Set<Atom.Index> free() {
            return value.free();
        }

        @Override
        public Array apply(Substitution substitution) {
            return new Scalar(substitution.apply(value));
        }
    }

    /** Elements of a tensor: its subscripts, in which {@link #axis} indices stand for those of this array. */
    record View(Tensor tensor, List<Poly> subscripts, List<Poly> shape) implements Array {
        List<Poly> at(List<Poly> own) {
            return Array.at(subscripts, own);
        }

        /** Part of it: the elements at these subscripts, which have axis indices themselves. */
        View view(List<Poly> own, List<Poly> ownShape) {
            return new View(tensor, at(own), ownShape);
        }

        @Override
        public Set<Atom.Index> free() {
            Set<Atom.Index> free = indices(subscripts);
            free.removeIf(index -> index.is(Atom.Index.Kind.AXIS));
            free.addAll(indices(shape));
            return free;
        }

        @Override
        public Array apply(Substitution substitution) {
            return new View(
                    tensor,
                    subscripts.stream().map(substitution::apply).toList(),
                    shape.stream().map(substitution::apply).toList());
        }
    }

    /** A known number of arrays along the first axis. */
    record Rows(List<Array> rows, List<Poly> shape) implements Array {
        @Override
        public Set<Atom.Index> free() {
            Set<Atom.Index> free = indices(shape);
            rows.forEach(row -> free.addAll(row.free()));
            return free;
        }

        @Override
        public Array apply(Substitution substitution) {
            return new Rows(
                    rows.stream().map(row -> row.apply(substitution)).toList(),
                    shape.stream().map(substitution::apply).toList());
        }
    }

    /** One of two arrays of one shape. */
    record Choice(Expr condition, Array ifTrue, Array ifFalse) implements Array {
        @Override
        public List<Poly> shape() {
            return ifTrue.shape();
        }

        @Override
        public Set<Atom.Index> free() {
            Set<Atom.Index> free = new LinkedHashSet<>(condition.free());
            free.addAll(ifTrue.free());
            free.addAll(ifFalse.free());
            return free;
        }

        @Override
        public Array apply(Substitution substitution) {
            return new Choice(substitution.apply(condition), ifTrue.apply(substitution), ifFalse.apply(substitution));
        }
    }

    /** Subscripts with these in the place of axis indices. */
    static List<Poly> at(List<Poly> subscripts, List<Poly> own) {
        return subscripts.stream()
                .map(s -> s.substitute(atom -> atom instanceof Atom.Index index && index.is(Atom.Index.Kind.AXIS)
                        ? own.get(index.number())
                        : null))
                .toList();
    }

    static Poly axis(int k) {
        return Poly.of(new Atom.Index("axis" + k, Atom.Index.Kind.AXIS, k));
    }

    /** All elements of a tensor: {@code before} are subscripts that all share. */
    static Array whole(Tensor tensor, List<Poly> before, List<Poly> shape) {
        List<Poly> subscripts = new ArrayList<>(before);
        IntStream.range(0, shape.size()).forEach(k -> subscripts.add(axis(k)));
        return new View(tensor, subscripts, List.copyOf(shape));
    }

    static Set<Atom.Index> indices(Collection<Poly> polys) {
        Set<Atom.Index> indices = new LinkedHashSet<>();
        polys.forEach(p -> indices.addAll(p.indices()));
        return indices;
    }

    /** The array at one place of its first axis; anything where there is no such place, since nothing reads that. */
    static Array row(Exprs make, Array array, Poly at) {
        if (array instanceof View view) {
            int rank = view.shape().size();
            List<Poly> own = new ArrayList<>(List.of(at));
            IntStream.range(0, rank - 1).forEach(k -> own.add(axis(k)));
            return view.view(own, view.shape().subList(1, rank));
        } else if (array instanceof Rows rows && at.isConstant()) {
            long k = at.constant().orElseThrow();
            boolean there = k >= 0 && k < rows.rows().size();
            return there ? rows.rows().get((int) k) : new Scalar(make.number(Double.NaN));
        } else if (array instanceof Choice choice) {
            return new Choice(choice.condition(), row(make, choice.ifTrue(), at), row(make, choice.ifFalse(), at));
        }
        return array;
    }

    /** Whether there are rows in it that a subscript must be known to choose from. */
    static boolean hasRows(Array array) {
        return array instanceof Rows
                || (array instanceof Choice choice && (hasRows(choice.ifTrue()) || hasRows(choice.ifFalse())));
    }
}
