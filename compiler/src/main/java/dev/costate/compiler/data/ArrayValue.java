package dev.costate.compiler.data;

import java.util.Arrays;

/** A scalar or array as it was given: its shape and its elements, row-major. */
public final class ArrayValue {
    private final ArrayShape shape;
    private final double[] elements;

    ArrayValue(ArrayShape shape, double[] elements) {
        this.shape = shape;
        this.elements = elements;
    }

    public ArrayShape shape() {
        return shape;
    }

    /** The elements themselves, no copy. */
    public double[] elements() {
        return elements;
    }

    /** Elements that arrive one after the other. */
    static final class Builder {
        private double[] elements = new double[16];
        private int count;

        void add(double element) {
            if (count == elements.length) {
                elements = Arrays.copyOf(elements, 2 * count);
            }
            elements[count++] = element;
        }

        int count() {
            return count;
        }

        ArrayValue build(ArrayShape shape) {
            return new ArrayValue(shape, Arrays.copyOf(elements, count));
        }
    }
}
