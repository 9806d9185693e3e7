package dev.costate.runtime;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of an array whose values are in row-major order.
 *
 * @param names the sizes as the model writes them, such as {@code "N × D"}; empty for a scalar, or where unknown
 * @param sizes none for a scalar
 */
public record Shape(String names, List<Integer> sizes) implements Serializable {
    /** The shape of a single number. */
    public static final Shape SCALAR = new Shape("", List.of());

    private static final String TIMES = " × ";

    /** @throws ShapeException if a size is negative */
    public Shape {
        sizes = List.copyOf(sizes);
        if (sizes.stream().anyMatch(size -> size < 0)) {
            throw new ShapeException("a size is negative: " + product(sizes) + inParentheses(names));
        }
    }

    /**
     * A shape from its sizes.
     *
     * @param names as the model writes them, such as {@code "N × D"}
     * @throws ShapeException if a size is negative
     */
    public static Shape of(String names, int... sizes) {
        List<Integer> list = new ArrayList<>();
        for (int size : sizes) {
            list.add(size);
        }
        return new Shape(names, list);
    }

    /** The number of axes. */
    public int rank() {
        return sizes.size();
    }

    /** The size of an axis, counted from 0. */
    public int size(int axis) {
        return sizes.get(axis);
    }

    /**
     * The number of values: the product of the sizes, 1 for a scalar.
     *
     * @throws ShapeException if it is more than an array can hold
     */
    public int count() {
        if (sizes.contains(0)) {
            return 0;
        }
        long count = 1;
        for (int size : sizes) {
            count *= size;
            if (count > Integer.MAX_VALUE) {
                throw new ShapeException(product(sizes) + " = " + exactCount() + " values" + inParentheses(names)
                        + " are more than an array can hold (" + Integer.MAX_VALUE + ")");
            }
        }
        return (int) count;
    }

    private BigInteger exactCount() {
        return sizes.stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /** The subscripts of the value at a place in row-major order, as {@code "[2, 0]"}; nothing for a scalar. */
    public String subscript(int place) {
        if (sizes.isEmpty()) {
            return "";
        }
        int rest = place;
        int[] subscripts = new int[sizes.size()];
        for (int axis = sizes.size() - 1; axis >= 0; axis--) {
            subscripts[axis] = rest % sizes.get(axis);
            rest /= sizes.get(axis);
        }
        List<String> texts = new ArrayList<>();
        for (int subscript : subscripts) {
            texts.add(Integer.toString(subscript));
        }
        return "[" + String.join(", ", texts) + "]";
    }

    /** For messages: {@code 569 × 30 = 17070 values (N × D)}, {@code 30 values (D)}, {@code 1 value}. */
    String describe() {
        int count = count();
        String product = sizes.size() > 1 ? product(sizes) + " = " : "";
        return product + count + (count == 1 ? " value" : " values") + inParentheses(names);
    }

    private static String product(List<Integer> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(TIMES));
    }

    private static String inParentheses(String names) {
        return names.isEmpty() ? "" : " (" + names + ")";
    }

    /** The sizes, with their names: {@code 569 × 30 (N × D)}. */
    @Override
    public String toString() {
        return sizes.isEmpty() ? "scalar" : product(sizes) + inParentheses(names);
    }
}
