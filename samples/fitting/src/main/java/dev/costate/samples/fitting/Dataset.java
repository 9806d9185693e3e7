package dev.costate.samples.fitting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of NIST's Statistical Reference Datasets for nonlinear regression: observations, two starting points, and the
 * certified result.
 */
final class Dataset {
    private static final int FIRST_LINE_OF_DATA = 60;
    private static final int STARTS = 2;

    private final String name;
    /** Each an array over the observations: first the response, then the predictors. */
    private final double[][] columns;

    /** A row for each parameter: the starts, the certified value, its standard error. */
    private final double[][] parameters;

    private final double residualSumOfSquares;

    private Dataset(String name, double[][] columns, double[][] parameters, double residualSumOfSquares) {
        this.name = name;
        this.columns = columns;
        this.parameters = parameters;
        this.residualSumOfSquares = residualSumOfSquares;
    }

    /** The file of this name. */
    static Dataset read(String name) {
        try (InputStream in = Dataset.class.getResourceAsStream(name + ".dat")) {
            if (in == null) {
                throw new IllegalStateException(name + ".dat is missing");
            }
            return parse(
                    name,
                    new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lines like {@code b1 = 500 250 2.3894212918E+02 2.7070075241E+00}, the sum of squares, and from line 61 on the
     * data.
     */
    private static Dataset parse(String name, List<String> lines) {
        List<double[]> parameters = new ArrayList<>();
        double sumOfSquares = Double.NaN;
        for (String line : lines.subList(0, FIRST_LINE_OF_DATA)) {
            if (line.matches("\\s*b\\d+ =.*")) {
                parameters.add(numbers(line.substring(line.indexOf('=') + 1)));
            } else if (line.startsWith("Residual Sum of Squares:")) {
                sumOfSquares = numbers(line.substring(line.indexOf(':') + 1))[0];
            }
        }
        List<double[]> rows = lines.subList(FIRST_LINE_OF_DATA, lines.size()).stream()
                .map(Dataset::numbers)
                .toList();
        return new Dataset(name, transposed(rows), parameters.toArray(double[][]::new), sumOfSquares);
    }

    private static double[] numbers(String text) {
        String[] words = text.strip().split("\\s+", -1);
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    private static double[][] transposed(List<double[]> rows) {
        double[][] columns = new double[rows.get(0).length][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows.get(i)[j];
            }
        }
        return columns;
    }

    String name() {
        return name;
    }

    int observations() {
        return columns[0].length;
    }

    double[] y() {
        return columns[0].clone();
    }

    /** The only, or the first, predictor. */
    double[] x() {
        return predictor(0);
    }

    double[] predictor(int number) {
        return columns[1 + number].clone();
    }

    /** The same with predictors that go evenly from the least to the greatest of the data, and responses of 0. */
    Dataset grid(int points) {
        double[][] even = new double[columns.length][points];
        for (int j = 1; j < columns.length; j++) {
            double least = Arrays.stream(columns[j]).min().orElseThrow();
            double greatest = Arrays.stream(columns[j]).max().orElseThrow();
            Arrays.setAll(even[j], i -> least + (greatest - least) * i / (points - 1));
        }
        return new Dataset(name, even, parameters, residualSumOfSquares);
    }

    /** A point to start from: number 0 is far from the solution, 1 is near. */
    double[] start(int number) {
        return column(number);
    }

    /** The certified solution, to eleven digits. */
    double[] solution() {
        return column(STARTS);
    }

    /** The certified standard errors of the solution, to eleven digits. */
    double[] standardErrors() {
        return column(STARTS + 1);
    }

    /** The certified sum of the squares of the residuals at the solution, to eleven digits. */
    double residualSumOfSquares() {
        return residualSumOfSquares;
    }

    private double[] column(int column) {
        double[] values = new double[parameters.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = parameters[k][column];
        }
        return values;
    }

    @Override
    public String toString() {
        return name;
    }
}
