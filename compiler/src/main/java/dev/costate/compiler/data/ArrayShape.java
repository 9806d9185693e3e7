package dev.costate.compiler.data;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The lengths of the axes of an array, {@code [2, 3]}; without axes, those of a scalar. */
public final class ArrayShape {
    static final ArrayShape SCALAR = new ArrayShape();

    private final long[] axes;

    public ArrayShape(long... axes) {
        this.axes = axes.clone();
    }

    public int rank() {
        return axes.length;
    }

    public long axis(int k) {
        return axes[k];
    }

    /** How many elements there are; the largest long if there are more. */
    public long size() {
        double size = Arrays.stream(axes).asDoubleStream().reduce(1, (a, b) -> a * b);
        return size < Long.MAX_VALUE ? Arrays.stream(axes).reduce(1, (a, b) -> a * b) : Long.MAX_VALUE;
    }

    /** The subscripts of an element by its place in row-major order: {@code [1, 0]}; nothing for a scalar. */
    public String subscript(long place) {
        long[] at = new long[axes.length];
        long rest = place;
        for (int k = axes.length - 1; k >= 0; k--) {
            at[k] = rest % axes[k];
            rest /= axes[k];
        }
        return at.length == 0 ? "" : new ArrayShape(at).toString();
    }

    public ArrayShape then(ArrayShape other) {
        long[] all = Arrays.copyOf(axes, axes.length + other.axes.length);
        System.arraycopy(other.axes, 0, all, axes.length, other.axes.length);
        return new ArrayShape(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayShape shape && Arrays.equals(axes, shape.axes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(axes);
    }

    /** As in messages: {@code a scalar}, {@code shape [2, 3]}. */
    public String described() {
        return axes.length == 0 ? "a scalar" : "shape " + this;
    }

    @Override
    public String toString() {
        return Arrays.stream(axes).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
