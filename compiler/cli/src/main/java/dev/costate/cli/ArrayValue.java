package dev.costate.cli;

import java.util.Arrays;

/** A scalar or array as it was given: its shape and its elements, row-major. */
final class ArrayValue {
    private final Shape shape;
    private final double[] elements;

    ArrayValue(Shape shape, double[] elements) {
        this.shape = shape;
        this.elements = elements;
    }

    Shape shape() {
        return shape;
    }

    /** The elements themselves, no copy. */
    double[] elements() {
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

        ArrayValue build(Shape shape) {
            return new ArrayValue(shape, Arrays.copyOf(elements, count));
        }
    }
}
