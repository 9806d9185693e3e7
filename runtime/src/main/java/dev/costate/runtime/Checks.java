package dev.costate.runtime;

import java.util.Arrays;
import java.util.Objects;

/**
 * What generated classes ask of the sizes and arrays they are given. Every method throws a {@link ShapeException}
 * whose message names the array or size, what was expected, and what was given. Long, since each kind of mistake has a
 * method and a message.
 */
public final class Checks {
    private Checks() {}

    // ---- Sizes ----

    /** A size that must be at least so large: {@code N must be at least 2, got 1}. */
    public static int atLeast(String name, int size, int least) {
        if (size < least) {
            throw new ShapeException(name + " must be at least " + least + ", got " + size);
        }
        return size;
    }

    /** A size that must be at most so large: {@code K must be at most 10, got 11}. */
    public static int atMost(String name, int size, int most) {
        if (size > most) {
            throw new ShapeException(name + " must be at most " + most + ", got " + size);
        }
        return size;
    }

    /** A size that must be one number: {@code D must be 3, got 4}. */
    public static int exactly(String name, int size, int expected) {
        if (size != expected) {
            throw new ShapeException(name + " must be " + expected + ", got " + size);
        }
        return size;
    }

    /** A size computed in long arithmetic, as an int: {@code M = N * K is too large: 10000000000}. */
    public static int size(String name, long value) {
        if (value < 0) {
            throw new ShapeException(name + " is negative: " + value);
        }
        if (value > Integer.MAX_VALUE) {
            throw new ShapeException(name + " is too large: " + value);
        }
        return (int) value;
    }

    /** The quotient of two sizes that must be whole: {@code H = D / K must be a whole number, got 7 / 2}. */
    public static int exactQuotient(String name, int dividend, int divisor) {
        if (divisor == 0 || dividend % divisor != 0) {
            throw new ShapeException(name + " must be a whole number, got " + dividend + " / " + divisor);
        }
        return dividend / divisor;
    }

    /** A size given as a real number: {@code N must be a whole number, got 2.5}. */
    public static int wholeNumber(String name, double value) {
        if (!(value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE)) {
            throw new ShapeException(name + " must be a whole number, got " + value);
        }
        return (int) value;
    }

    // ---- Data ----

    // ---- Arrays ----

    /**
     * Values in row-major order: {@code X: expected 569 × 30 = 17070 values (N × D), got 17069}.
     *
     * @return the same array
     */
    public static double[] array(String name, double[] values, Shape shape) {
        Objects.requireNonNull(values, name);
        length(name, values.length, shape);
        return values;
    }

    /** Whole numbers in row-major order, as {@link #array(String, double[], Shape)}. */
    public static int[] array(String name, int[] values, Shape shape) {
        Objects.requireNonNull(values, name);
        length(name, values.length, shape);
        return values;
    }

    /** The arrays, one behind the other. */
    public static double[] join(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    /** The arrays, one behind the other. */
    public static float[] join(float[]... parts) {
        float[] all =
                new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The arrays, one behind the other. */
    public static int[] join(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    /**
     * A copy of values.
     *
     * @param target an array that may be overwritten, or null
     * @return the target, if there is one of the right length
     */
    public static double[] copy(double[] values, double[] target) {
        if (target == null || target.length != values.length) {
            return values.clone();
        }
        System.arraycopy(values, 0, target, 0, values.length);
        return target;
    }

    /** A copy of values rounded to {@code float}, as {@link #copy(double[], double[])}. */
    public static float[] copy(double[] values, float[] target) {
        float[] copy = target == null || target.length != values.length ? new float[values.length] : target;
        FloatKernels.round(values, copy);
        return copy;
    }

    /** A copy of whole numbers, as {@link #copy(double[], double[])}. */
    public static int[] copy(int[] values, int[] target) {
        if (target == null || target.length != values.length) {
            return values.clone();
        }
        System.arraycopy(values, 0, target, 0, values.length);
        return target;
    }

    /**
     * The number of values of an array that is to be made: {@code B: 50000 × 50000 = 2500000000 values (N × K) are more
     * than an array can hold (2147483647)}.
     */
    public static int count(String name, Shape shape) {
        try {
            return shape.count();
        } catch (ShapeException e) {
            throw new ShapeException(name + ": " + e.getMessage());
        }
    }

    /**
     * Subscripts of an axis: {@code label[3] is 7, and must be at least 0 and less than 5}.
     *
     * @return the same array
     */
    public static int[] indices(String name, int[] values, int below) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= below) {
                throw new ShapeException(
                        name + "[" + i + "] is " + values[i] + ", and must be at least 0 and less than " + below);
            }
        }
        return values;
    }

    /** A subscript of an axis, as {@link #indices}. */
    public static int index(String name, int value, int below) {
        if (value < 0 || value >= below) {
            throw new ShapeException(name + " is " + value + ", and must be at least 0 and less than " + below);
        }
        return value;
    }

    /**
     * Whole numbers between bounds: {@code group[3] is 7, and must be at least 1 and at most 5}.
     *
     * @return the same array
     */
    public static int[] between(String name, int[] values, int least, int most) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < least || values[i] > most) {
                between(name + "[" + i + "]", values[i], least, most);
            }
        }
        return values;
    }

    /** A whole number between bounds, as {@link #between(String, int[], int, int)}. */
    public static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            String lower = least == Integer.MIN_VALUE ? "" : "at least " + least;
            String upper = most == Integer.MAX_VALUE ? "" : "at most " + most;
            String both = lower.isEmpty() || upper.isEmpty() ? "" : " and ";
            throw new DomainException(name, value, "must be " + lower + both + upper);
        }
        return value;
    }

    /**
     * A subscript that the model could not be proved to keep in range.
     *
     * @param place what is read and where in the model
     * @throws IndexOutOfBoundsException {@code x[i + k] at Model.model:7: subscript i + k is 9, and this axis has 8
     *     entries}
     */
    public static int subscript(long value, int size, String place) {
        if (value < 0 || value >= size) {
            throw new IndexOutOfBoundsException(
                    place + " is " + value + ", and this axis has " + size + (size == 1 ? " entry" : " entries"));
        }
        return (int) value;
    }

    /**
     * A buffer with room for a number of elements: the given one if it is long enough, else a new one, of zeros.
     *
     * @throws IllegalArgumentException {@code w would have 3000000000 elements, more than an array can have}
     */
    public static double[] room(String name, double[] buffer, long count) {
        return count <= buffer.length ? buffer : new double[elements(name, count)];
    }

    /** The same of {@code float}. */
    public static float[] room(String name, float[] buffer, long count) {
        return count <= buffer.length ? buffer : new float[elements(name, count)];
    }

    private static int elements(String name, long count) {
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + " would have " + count + " elements, more than an array can have");
        }
        return (int) count;
    }

    /** A quotient of integers that must be whole: {@code N / 2 is 7/2, which is no whole number}. */
    public static int quotient(int dividend, int divisor, String text) {
        return (int) quotient((long) dividend, divisor, text);
    }

    /** The same in the range of {@code long}. */
    public static long quotient(long dividend, long divisor, String text) {
        if (dividend % divisor(divisor, text) != 0) {
            throw new ArithmeticException(text + " is " + dividend + "/" + divisor + ", which is no whole number");
        }
        return floorDiv(dividend, divisor, text);
    }

    /** A quotient rounded down: {@code n div m is 9223372036854775808, which does not fit into 64 bits}. */
    public static long floorDiv(long dividend, long divisor, String text) {
        if (divisor(divisor, text) == -1 && dividend == Long.MIN_VALUE) {
            throw new ArithmeticException(text + " is 9223372036854775808, which does not fit into 64 bits");
        }
        return Math.floorDiv(dividend, divisor);
    }

    /**
     * An integer that may not fit into 64 bits: {@code N*N*N at Model.model:3 is about 1.0E20, which does not fit into
     * 64 bits}.
     *
     * @param value what wrapping arithmetic makes of it: the value itself, but for a multiple of 2 to the 64th
     * @param real what real arithmetic makes of it: the value itself, but for rounding
     * @param text the expression and where it is in the model
     */
    public static long whole(long value, double real, String text) {
        if (!(Math.abs(real - value) < 0x1p63)) {
            throw new ArithmeticException(text + " is about " + real + ", which does not fit into 64 bits");
        }
        return value;
    }

    /**
     * The same for a difference of numbers that may be so large that rounding could exceed what wraps around.
     *
     * @param magnitude the sum of the magnitudes of what is added and subtracted
     */
    public static long whole(long value, double real, double magnitude, String text) {
        if (!(magnitude < 0x1p110)) {
            throw new ArithmeticException(text + " is a difference of numbers up to " + magnitude
                    + ", too large for integer arithmetic in 64 bits");
        }
        return whole(value, real, text);
    }

    /** A divisor, which must not be zero: {@code i mod n divides by zero}. */
    public static int divisor(int divisor, String text) {
        return (int) divisor((long) divisor, text);
    }

    /** The same in the range of {@code long}. */
    public static long divisor(long divisor, String text) {
        if (divisor == 0) {
            throw new ArithmeticException(text + " divides by zero");
        }
        return divisor;
    }

    /** The bound of a range: {@code n * n is 10000000000, and a range ends at 2147483647 at the latest}. */
    public static int integer(long value, String text) {
        if (value != (int) value) {
            throw new ArithmeticException(text + " is " + value + ", and ranges lie between " + Integer.MIN_VALUE
                    + " and " + Integer.MAX_VALUE);
        }
        return (int) value;
    }

    /** Rows of whole numbers, copied to row-major order, as {@link #array(String, double[][], Shape)}. */
    public static int[] array(String name, int[][] rows, Shape shape) {
        int[] values = new int[count(name, shape)];
        copy(name, rows, shape, 0, values, 0);
        return values;
    }

    /** Rows of rows of whole numbers, copied to row-major order. */
    public static int[] array(String name, int[][][] blocks, Shape shape) {
        int[] values = new int[count(name, shape)];
        outerLength(name, blocks.length, shape, 0);
        int block = blocks.length == 0 ? 0 : values.length / blocks.length;
        for (int i = 0; i < blocks.length; i++) {
            copy(name + "[" + i + "]", blocks[i], shape, 1, values, i * block);
        }
        return values;
    }

    /**
     * Rows of equal length, copied to row-major order: {@code X[3]: expected 30 values (the shape is 569 × 30 (N × D)),
     * got 29}.
     */
    public static double[] array(String name, double[][] rows, Shape shape) {
        double[] values = new double[count(name, shape)];
        copy(name, rows, shape, 0, values, 0);
        return values;
    }

    /** Rows of rows, copied to row-major order, as {@link #array(String, double[][], Shape)}. */
    public static double[] array(String name, double[][][] blocks, Shape shape) {
        double[] values = new double[count(name, shape)];
        outerLength(name, blocks.length, shape, 0);
        int block = blocks.length == 0 ? 0 : values.length / blocks.length;
        for (int i = 0; i < blocks.length; i++) {
            copy(name + "[" + i + "]", blocks[i], shape, 1, values, i * block);
        }
        return values;
    }

    /** Values in row-major order, copied to rows: what loops over a matrix want. */
    public static double[][] rows(String name, double[] values, Shape shape) {
        array(name, values, shape);
        double[][] rows = new double[shape.size(0)][shape.size(1)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, i * shape.size(1), rows[i], 0, shape.size(1));
        }
        return rows;
    }

    /** A point or a gradient: {@code gradient: expected 31 values, got 30}. */
    public static void vector(String name, double[] values, int length) {
        Objects.requireNonNull(values, name);
        if (values.length != length) {
            throw new ShapeException(name + ": expected " + length + " values, got " + values.length);
        }
    }

    /** An array that results are written to: it has this length, and is not that of the parameters. */
    public static void result(String name, double[] values, int length, double[] theta) {
        vector(name, values, length);
        apart(name, values, "theta", theta);
    }

    /** An array that is written must be none of those that are read or written besides. */
    public static void apart(String name, double[] written, String otherName, double[] other) {
        if (written == other) {
            throw new IllegalArgumentException(
                    name + " and " + otherName + " are the same array, and " + name + " is written");
        }
    }

    private static void copy(String name, double[][] rows, Shape shape, int axis, double[] values, int at) {
        Objects.requireNonNull(rows, name);
        outerLength(name, rows.length, shape, axis);
        int width = shape.size(axis + 1);
        for (int i = 0; i < rows.length; i++) {
            width(name, i, Objects.requireNonNull(rows[i], name).length, width, shape);
            System.arraycopy(rows[i], 0, values, at + i * width, width);
        }
    }

    private static void copy(String name, int[][] rows, Shape shape, int axis, int[] values, int at) {
        Objects.requireNonNull(rows, name);
        outerLength(name, rows.length, shape, axis);
        int width = shape.size(axis + 1);
        for (int i = 0; i < rows.length; i++) {
            width(name, i, Objects.requireNonNull(rows[i], name).length, width, shape);
            System.arraycopy(rows[i], 0, values, at + i * width, width);
        }
    }

    private static void width(String name, int row, int length, int width, Shape shape) {
        if (length != width) {
            throw new ShapeException(
                    name + "[" + row + "]: expected " + width + " values (the shape is " + shape + "), got " + length);
        }
    }

    private static void outerLength(String name, int length, Shape shape, int axis) {
        if (length != shape.size(axis)) {
            throw new ShapeException(
                    name + ": expected " + shape.size(axis) + " rows (the shape is " + shape + "), got " + length);
        }
    }

    private static void length(String name, int length, Shape shape) {
        if (length != count(name, shape)) {
            throw new ShapeException(name + ": expected " + shape.describe() + ", got " + length);
        }
    }
}
