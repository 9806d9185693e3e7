package dev.costate.runtime;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where each parameter of a model stands in the one array an optimiser sees: one after the other, each in row-major
 * order.
 *
 * @param slices in the order of their offsets, without gaps
 */
public record ParameterLayout(List<Slice> slices) implements Serializable {
    /** So many values of a parameter are printed. */
    private static final int SHOWN = 6;

    /**
     * One parameter's part of the array.
     *
     * @param offset of its first value
     */
    public record Slice(String name, Shape shape, int offset) implements Serializable {
        /** The number of values. */
        public int size() {
            return shape.count();
        }

        /** The place after its last value. */
        public int end() {
            return offset + size();
        }

        /**
         * The values in a vector, copied.
         *
         * @param vector of the layout that the slice is of
         * @throws ShapeException if the vector ends before
         */
        public double[] get(double[] vector) {
            Objects.requireNonNull(vector, "vector");
            if (vector.length < end()) {
                throw new ShapeException(
                        name + ": expected a vector of at least " + end() + " values, got " + vector.length);
            }
            return Arrays.copyOfRange(vector, offset, end());
        }

        /**
         * Copies values to their places in a vector.
         *
         * @param vector of the layout that the slice is of
         * @throws ShapeException if there are more or fewer
         */
        public void set(double[] vector, double[] values) {
            Checks.vector(name, values, size());
            System.arraycopy(values, 0, vector, offset, values.length);
        }
    }

    /** @throws ShapeException if the slices overlap or leave gaps, or two have one name */
    public ParameterLayout {
        slices = List.copyOf(slices);
        Set<String> names = new HashSet<>();
        int end = 0;
        for (Slice slice : slices) {
            if (slice.offset() != end) {
                throw new ShapeException(slice.name() + ": expected offset " + end + ", got " + slice.offset());
            }
            if (!names.add(slice.name())) {
                throw new ShapeException(slice.name() + ": there are two parameters of this name");
            }
            end = slice.end();
        }
    }

    /** Starts an empty layout. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects parameters, in order. */
    public static final class Builder {
        private final List<Slice> slices = new ArrayList<>();
        private int end;

        private Builder() {}

        /**
         * Appends a parameter.
         *
         * @throws ShapeException if the array would hold more than 2³¹ − 1 values
         */
        public Builder add(String name, Shape shape) {
            slices.add(new Slice(name, shape, end));
            end = Checks.size("the number of parameter values up to " + name, (long) end + shape.count());
            return this;
        }

        /** Appends a scalar parameter. */
        public Builder add(String name) {
            return add(name, Shape.SCALAR);
        }

        /** The layout of what was added. */
        public ParameterLayout build() {
            return new ParameterLayout(slices);
        }
    }

    /** The number of values of all parameters. */
    public int size() {
        return slices.isEmpty() ? 0 : slices.get(slices.size() - 1).end();
    }

    /**
     * The slice of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public Slice slice(String name) {
        for (Slice slice : slices) {
            if (slice.name().equals(name)) {
                return slice;
            }
        }
        throw new IllegalArgumentException("no parameter " + name + "; there are "
                + slices.stream().map(Slice::name).collect(Collectors.joining(", ")));
    }

    /**
     * The slice a place belongs to.
     *
     * @throws IndexOutOfBoundsException if the place isn't in the array
     */
    public Slice sliceAt(int place) {
        for (Slice slice : slices) {
            if (place >= 0 && place < slice.end()) {
                return slice;
            }
        }
        throw new IndexOutOfBoundsException("place " + place + " of " + size());
    }

    /** The name of the value at a place: {@code "w[3, 2]"}. */
    public String nameAt(int place) {
        Slice slice = sliceAt(place);
        return slice.name() + slice.shape().subscript(place - slice.offset());
    }

    /**
     * A number that tells layouts apart, to be stored beside a vector: the 64-bit FNV-1a hash of the lines
     * {@code name[size, size]} of all parameters in order, each with a line end, in UTF-8; a scalar has no brackets.
     * The names of the sizes do not count.
     */
    public long fingerprint() {
        Fingerprint fingerprint = new Fingerprint();
        for (Slice slice : slices) {
            fingerprint.add(slice.name());
            if (slice.shape().rank() > 0) {
                fingerprint.add(slice.shape().sizes().toString());
            }
            fingerprint.add("\n");
        }
        return fingerprint.value();
    }

    /**
     * Refuses a vector that was made for another layout.
     *
     * @param fingerprint of the layout that the vector was made for
     * @throws ShapeException if it is not that of this layout, or the vector has another length
     */
    public void check(double[] vector, long fingerprint) {
        long own = fingerprint();
        if (fingerprint != own) {
            throw new ShapeException(String.format(
                    Locale.ROOT,
                    "the vector is of another layout: its fingerprint is %016x, and %016x that of%n%s",
                    fingerprint,
                    own,
                    this));
        }
        Checks.vector("the vector", vector, size());
    }

    /**
     * A table, one row a parameter: name, shape, places, and the values there in a vector; of many values the first.
     */
    public String describe(double[] vector) {
        Checks.vector("the vector", vector, size());
        return table(slice -> "  " + values(slice, vector));
    }

    private static String values(Slice slice, double[] vector) {
        int shown = Math.min(slice.size(), SHOWN);
        String values = Arrays.stream(vector, slice.offset(), slice.offset() + shown)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(", "));
        return values + (shown < slice.size() ? ", …" : "");
    }

    /** A table, one row a parameter: name, shape, places. */
    @Override
    public String toString() {
        return table(slice -> "");
    }

    private String table(Function<Slice, String> more) {
        int width = slices.stream().mapToInt(s -> s.name().length()).max().orElse(0);
        int shapeWidth = slices.stream()
                .mapToInt(s -> s.shape().toString().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Slice slice : slices) {
            text.append(pad(slice.name(), width))
                    .append("  ")
                    .append(pad(slice.shape().toString(), shapeWidth));
            text.append("  ").append(places(slice)).append(more.apply(slice)).append('\n');
        }
        return text.append(size()).append(size() == 1 ? " value" : " values").toString();
    }

    private static String places(Slice slice) {
        if (slice.size() == 0) {
            return "none";
        }
        return slice.size() == 1 ? "" + slice.offset() : slice.offset() + ".." + (slice.end() - 1);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
