package dev.costate.compiler.trace;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers of an evaluation in their order, each with those it was computed from and its derivatives by them. */
final class Tape {
    /** So many numbers are kept; one takes some 50 bytes. */
    static final int LIMIT = 20_000_000;

    /**
     * What computed a number.
     *
     * @param equation null for an input
     * @param node the operation; null for one that combines what falls on one element of the target, and for inputs
     * @param tensor the target or the input
     */
    record Step(@Nullable Equation equation, @Nullable Expr node, Tensor tensor) {}

    private final List<Step> steps = new ArrayList<>();
    private double[] values = new double[1024];
    private int[] stepOf = new int[1024];
    /** Where the values of the indices stand, or for an input the position of the element. */
    private int[] placeOf = new int[1024];
    /** Where the operands of each number begin. */
    private int[] starts = new int[1025];

    private int[] operands = new int[2048];
    private double[] partials = new double[2048];
    private long[] places = new long[1024];
    private int count;
    private int filled;

    /** How many numbers there are. */
    int size() {
        return count;
    }

    /** Makes a step known. */
    int step(Step step) {
        steps.add(step);
        return steps.size() - 1;
    }

    /** Keeps the values of indices, or the position of an element, for the numbers that follow. */
    int place(long... indices) {
        while (filled + indices.length >= places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        int start = filled;
        System.arraycopy(indices, 0, places, filled, indices.length);
        filled += indices.length;
        return start;
    }

    /** Appends a number; its operands follow by {@link #operand}. */
    int add(double value, int step, int place) {
        if (count == LIMIT) {
            throw new ArithmeticException("this takes more than " + LIMIT + " operations, too many to keep track of");
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
            stepOf = Arrays.copyOf(stepOf, 2 * count);
            placeOf = Arrays.copyOf(placeOf, 2 * count);
            starts = Arrays.copyOf(starts, 2 * count + 1);
        }
        values[count] = value;
        stepOf[count] = step;
        placeOf[count] = place;
        starts[count + 1] = starts[count];
        return count++;
    }

    /** Appends an operand of the last number. */
    void operand(int number, double partial) {
        int at = starts[count];
        if (at == operands.length) {
            operands = Arrays.copyOf(operands, 2 * at);
            partials = Arrays.copyOf(partials, 2 * at);
        }
        operands[at] = number;
        partials[at] = partial;
        starts[count] = at + 1;
    }

    double value(int number) {
        return values[number];
    }

    Step step(int number) {
        return steps.get(stepOf[number]);
    }

    /** The value of an index of the equation that computed a number, by its place there; of an input the position. */
    long index(int number, int k) {
        return places[placeOf[number] + k];
    }

    int arity(int number) {
        return starts[number + 1] - starts[number];
    }

    int operand(int number, int k) {
        return operands[starts[number] + k];
    }

    double partial(int number, int k) {
        return partials[starts[number] + k];
    }

    /** Adds the adjoint of a number, times the partial derivatives, to those of its operands. */
    void pull(int number, double[] adjoints) {
        for (int at = starts[number]; at < starts[number + 1]; at++) {
            if (partials[at] != 0) {
                adjoints[operands[at]] += adjoints[number] * partials[at];
            }
        }
    }
}
