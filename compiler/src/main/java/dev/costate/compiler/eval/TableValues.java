package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Value.Table;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Subscript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arrays as values: those that are given, literals, and parts of others. */
final class TableValues {
    private TableValues() {}

    /** Elements that are known, row-major. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Given(long[] shape, Value[] elements) implements Table {
        @Override
        public Value at(long... place) {
            return elements[offset(shape, place)];
        }
    }

    static int size(long[] shape) {
        long size = 1;
        for (long axis : shape) {
            size = Math.multiplyExact(size, axis);
        }
        return Math.toIntExact(size);
    }

    static int offset(long[] shape, long[] place) {
        long offset = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            offset = offset * shape[axis] + place[axis];
        }
        return Math.toIntExact(offset);
    }

    /** The subscripts of an element by its number, row-major. */
    static long[] place(long[] shape, int number) {
        long[] place = new long[shape.length];
        long rest = number;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            place[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return place;
    }

    static Table literal(Meaning meaning, Expression.ArrayLiteral literal, Env env) {
        List<Env.Lazy> parts = literal.elements().stream()
                .map(e -> new Env.Lazy(() -> meaning.value(e, env)))
                .toList();
        return new Table() {
            @Override
            public long[] shape() {
                long[] first = new Extents(meaning).shape(literal.elements().get(0), env);
                long[] shape = new long[first.length + 1];
                shape[0] = parts.size();
                System.arraycopy(first, 0, shape, 1, first.length);
                return shape;
            }

            @Override
            public Value at(long... place) {
                Value part = parts.get((int) place[0]).value();
                return place.length == 1 ? part : ((Table) part).at(Arrays.copyOfRange(place, 1, place.length));
            }
        };
    }

    /** An element, or a part of an array. */
    static Value subscripted(Meaning meaning, Expression.Subscripted e, Env env) {
        Table base = (Table) meaning.value(e.base(), env);
        long[] shape = base.shape();
        int rank = shape.length;
        long[] from = new long[rank];
        List<Integer> along = new ArrayList<>();
        List<Long> extents = new ArrayList<>();
        for (int k = 0; k < rank; k++) {
            Subscript subscript = e.subscripts().get(k);
            long count = 1;
            if (subscript instanceof Subscript.At at) {
                from[k] = new ExactIntegers(meaning).value(at.value(), env);
            } else {
                along.add(k);
                count = shape[k];
                if (subscript instanceof Subscript.Slice slice) {
                    from[k] = new ExactIntegers(meaning).value(slice.range().from(), env);
                    long to = new ExactIntegers(meaning).value(slice.range().to(), env);
                    count = to - from[k] + (slice.range().inclusive() ? 1 : 0);
                }
                extents.add(count);
            }
            if (count > 0 && (from[k] < 0 || from[k] + count > shape[k])) {
                throw outOfRange(e, subscript, from[k] < 0 ? from[k] : from[k] + count - 1, shape[k]);
            }
        }
        return along.isEmpty()
                ? base.at(from)
                : new Part(base, from, along, extents.stream().mapToLong(n -> n).toArray());
    }

    private static IndexOutOfBoundsException outOfRange(
            Expression.Subscripted e, Subscript subscript, long at, long size) {
        return new IndexOutOfBoundsException(e.span().text() + " at "
                + e.span().file().fileName() + ":"
                + e.span().line() + ": subscript " + subscript.span().text() + " is " + at + ", and this axis has "
                + size + (size == 1 ? " entry" : " entries"));
    }

    /** A part: along some axes a run of elements, along the others one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(Table base, long[] from, List<Integer> along, long[] shape) implements Table {
        @Override
        public Value at(long... place) {
            long[] there = from.clone();
            for (int k = 0; k < place.length; k++) {
                there[along.get(k)] += place[k];
            }
            return base.at(there);
        }
    }
}
