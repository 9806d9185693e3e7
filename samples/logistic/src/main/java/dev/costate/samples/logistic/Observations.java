package dev.costate.samples.logistic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rows of features, and for each row a label, 0 or 1. */
final class Observations {
    private static final String RESOURCE = "breast_cancer.csv";

    private final int rows;
    private final int columns;
    private final double[] features;
    private final double[] labels;

    private Observations(int rows, int columns, double[] features, double[] labels) {
        this.rows = rows;
        this.columns = columns;
        this.features = features;
        this.labels = labels;
    }

    /** The Wisconsin diagnostic breast cancer data; label 1 is benign. */
    static Observations breastCancer() {
        try (InputStream in = Observations.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A first line with the numbers of rows and features; then, in each line, the features and the label of a row. */
    private static Observations read(BufferedReader csv) throws IOException {
        String[] header = fields(csv);
        int rows = Integer.parseInt(header[0]);
        int columns = Integer.parseInt(header[1]);
        double[] features = new double[rows * columns];
        double[] labels = new double[rows];
        for (int i = 0; i < rows; i++) {
            String[] row = fields(csv);
            for (int j = 0; j < columns; j++) {
                features[i * columns + j] = Double.parseDouble(row[j]);
            }
            labels[i] = Double.parseDouble(row[columns]);
        }
        return new Observations(rows, columns, features, labels);
    }

    private static String[] fields(BufferedReader csv) throws IOException {
        String line = csv.readLine();
        if (line == null) {
            throw new IOException(RESOURCE + " ends too early");
        }
        return line.split(",", -1);
    }

    /** The same with every feature shifted and scaled to mean 0 and variance 1. */
    Observations standardised() {
        double[] standardised = features.clone();
        for (int j = 0; j < columns; j++) {
            double mean = 0;
            for (int i = 0; i < rows; i++) {
                mean += feature(i, j) / rows;
            }
            double variance = 0;
            for (int i = 0; i < rows; i++) {
                variance += (feature(i, j) - mean) * (feature(i, j) - mean) / rows;
            }
            for (int i = 0; i < rows; i++) {
                standardised[i * columns + j] = (feature(i, j) - mean) / Math.sqrt(variance);
            }
        }
        return new Observations(rows, columns, standardised, labels);
    }

    private double feature(int row, int column) {
        return features[row * columns + column];
    }

    /** For how many rows {@code b + w x} is on the side of the label. */
    int rightlyClassified(double[] w, double b) {
        int right = 0;
        for (int i = 0; i < rows; i++) {
            double z = b;
            for (int j = 0; j < columns; j++) {
                z += w[j] * feature(i, j);
            }
            right += (z > 0) == (labels[i] == 1) ? 1 : 0;
        }
        return right;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** All features, row-major. */
    double[] features() {
        return features.clone();
    }

    double[] labels() {
        return labels.clone();
    }

    int count(double label) {
        return (int) Arrays.stream(labels).filter(l -> l == label).count();
    }
}
