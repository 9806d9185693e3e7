package dev.costate.samples.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Arrays from JSON, in row-major order however deep they are. */
final class Inputs {
    private Inputs() {}

    static double[] numbers(JsonNode node) {
        return stream(node).toArray();
    }

    private static DoubleStream stream(JsonNode node) {
        if (node.isNumber()) {
            return DoubleStream.of(node.doubleValue());
        }
        if (!node.isArray()) {
            throw new IllegalArgumentException("a number or an array of numbers is expected, not " + node);
        }
        DoubleStream.Builder all = DoubleStream.builder();
        for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
            stream(elements.next()).forEach(all);
        }
        return all.build();
    }

    static int[] integers(JsonNode node) {
        return stream(node).mapToInt(value -> (int) value).toArray();
    }

    /** The given array again and again. */
    static double[] repeated(double[] array, int times) {
        return IntStream.range(0, times)
                .mapToObj(k -> array)
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }

    /** Rows of a matrix. */
    static double[][] rows(double[] matrix, int rows) {
        int columns = rows == 0 ? 0 : matrix.length / rows;
        double[][] all = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(matrix, i * columns, all[i], 0, columns);
        }
        return all;
    }
}
