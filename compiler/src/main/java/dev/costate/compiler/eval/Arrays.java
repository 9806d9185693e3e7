package dev.costate.compiler.eval;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.eval.Interpreter.Walk;
import dev.costate.compiler.ir.Poly;
import java.util.ArrayList;
import java.util.List;

/** The meaning of arrays as values: all of their elements, each evaluated once. */
final class Arrays {
    private Arrays() {}

    static ArrayValue array(Walk walk, Term term) {
        if (term instanceof Term.Whole whole) {
            return walk.whole(whole.tensor());
        } else if (term instanceof Term.Literal literal) {
            return ArrayValue.of(
                    literal.elements().stream().map(e -> array(walk, e)).toList());
        } else if (term instanceof Term.Slice slice) {
            return slice(walk, slice);
        } else if (term instanceof Term.Call call && term.kind() == Term.Kind.ARRAY) {
            return array(walk.within(call), call.function().body());
        } else if (term instanceof Term.If choice && term.kind() == Term.Kind.ARRAY) {
            for (Term.Branch branch : choice.branches()) {
                if (walk.holds(branch.condition())) {
                    return array(walk, branch.value());
                }
            }
            return array(walk, choice.otherwise());
        }
        return ArrayValue.scalar(walk.real(term));
    }

    private static ArrayValue slice(Walk walk, Term.Slice slice) {
        ArrayValue array = array(walk, slice.array());
        List<long[]> places = new ArrayList<>(List.of(new long[0]));
        for (Term.Axis axis : slice.axes()) {
            long from = walk.integer(
                    axis instanceof Term.Axis.Along along ? along.from() : ((Term.Axis.At) axis).subscript());
            long count = axis instanceof Term.Axis.Along along ? walk.integer(along.extent()) : 1;
            List<long[]> longer = new ArrayList<>();
            for (long[] place : places) {
                for (long k = from; k < from + count; k++) {
                    long[] next = java.util.Arrays.copyOf(place, place.length + 1);
                    next[place.length] = k;
                    longer.add(next);
                }
            }
            places = longer;
        }
        return new ArrayValue(
                integers(walk, slice.shape()), places.stream().map(array::at).toArray(Dual[]::new));
    }

    static long[] integers(Walk walk, List<Poly> polys) {
        return polys.stream().mapToLong(walk::integer).toArray();
    }
}
