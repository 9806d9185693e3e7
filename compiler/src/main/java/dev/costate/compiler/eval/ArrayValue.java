package dev.costate.compiler.eval;

import java.util.Arrays;
import java.util.List;

/** The elements of an array, row-major. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ArrayValue(long[] shape, Dual[] elements) {
    /** An array of these parts along a new first axis. */
    static ArrayValue of(List<ArrayValue> parts) {
        long[] inner = parts.get(0).shape;
        long[] shape = new long[inner.length + 1];
        shape[0] = parts.size();
        System.arraycopy(inner, 0, shape, 1, inner.length);
        return new ArrayValue(
                shape, parts.stream().flatMap(p -> Arrays.stream(p.elements)).toArray(Dual[]::new));
    }

    static ArrayValue scalar(Dual value) {
        return new ArrayValue(new long[0], new Dual[] {value});
    }

    /** The element. */
    Dual at(long... subscripts) {
        Dual element = elements[offset(subscripts)];
        if (element == null) {
            throw new Elements.NotYet(elements);
        } else if (element.failure() != null) {
            throw element.failure();
        }
        return element;
    }

    int offset(long... subscripts) {
        long offset = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            if (subscripts[axis] < 0 || subscripts[axis] >= shape[axis]) {
                throw new IndexOutOfBoundsException(
                        "subscript " + axis + " is " + subscripts[axis] + ", the axis has " + shape[axis]);
            }
            offset = offset * shape[axis] + subscripts[axis];
        }
        return Math.toIntExact(offset);
    }
}
