package dev.costate.samples.boosting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The Wisconsin diagnostic breast cancer data: measures of tumours, and whether they are benign (1) or malignant (0).
 */
final class Tumours {
    private static final String RESOURCE = "/dev/costate/samples/logistic/breast_cancer.csv";

    private final double[][] rows;

    private Tumours(double[][] rows) {
        this.rows = rows;
    }

    /** All rows. */
    static Tumours read() {
        try (InputStream in = Tumours.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return new Tumours(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(line -> Arrays.stream(line.split(",", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows whose number passes. */
    Tumours where(IntPredicate passes) {
        return new Tumours(IntStream.range(0, rows.length)
                .filter(passes)
                .mapToObj(i -> rows[i])
                .toArray(double[][]::new));
    }

    int rows() {
        return rows.length;
    }

    /** One measure of all rows. */
    double[] column(int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    /** Whether the tumours are benign. */
    double[] labels() {
        return column(rows[0].length - 1);
    }

    /** All measures, row by row, but those that are left out. */
    float[] features(int... leftOut) {
        int[] columns = IntStream.range(0, rows[0].length - 1)
                .filter(column -> Arrays.stream(leftOut).noneMatch(out -> out == column))
                .toArray();
        float[] features = new float[rows.length * columns.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                features[i * columns.length + j] = (float) rows[i][columns[j]];
            }
        }
        return features;
    }
}
