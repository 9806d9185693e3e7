package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models whose values and derivatives are known to 100 digits and more. */
public final class OracleModels {
    private static final Path FOLDER = Path.of("src/test/resources/oracle");

    private OracleModels() {}

    /**
     * A model at a point.
     *
     * @param output its scalar
     * @param inputs the elements of data and params, by name
     * @param extreme whether the formulas as written give NaN or infinities there
     * @param value the exact value of the output
     * @param gradient its exact derivatives by each param
     */
    public record Point(
            String name,
            String text,
            String output,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            boolean extreme,
            double value,
            Map<String, double[]> gradient) {}

    /** All models at all points. */
    public static List<Point> points() throws IOException {
        List<Point> points = new ArrayList<>();
        for (String[] row : rows("scalar_models.tsv")) {
            String text = text("scalar", row[0]);
            Map<String, double[]> inputs = new LinkedHashMap<>();
            Map<String, double[]> gradient = new LinkedHashMap<>();
            double[] in = numbers(row[1]);
            double[] exact = numbers(row[3]);
            List<String> params = text.lines()
                    .filter(line -> line.startsWith("param "))
                    .map(line -> line.substring("param ".length()).strip())
                    .toList();
            for (int k = 0; k < in.length; k++) {
                inputs.put(params.get(k), new double[] {in[k]});
                gradient.put(params.get(k), new double[] {exact[k]});
            }
            double value = numbers(row[2])[0];
            points.add(new Point(row[0], text, "result", Map.of(), inputs, false, value, gradient));
        }
        Map<String, List<String[]>> instances = new LinkedHashMap<>();
        for (String[] row : rows("array_models.tsv")) {
            instances
                    .computeIfAbsent(row[0] + " " + row[1], m -> new ArrayList<>())
                    .add(row);
        }
        for (List<String[]> rows : instances.values()) {
            Map<String, Integer> dims = new LinkedHashMap<>();
            part(rows, "dim").forEach((name, value) -> dims.put(name, (int) value[0]));
            String[] first = requireNonNull(rows.get(0));
            String text = text("array", first[0]);
            double loss = requireNonNull(part(rows, "loss").get("loss"))[0];
            points.add(new Point(
                    first[0],
                    text,
                    "loss",
                    dims,
                    part(rows, "input"),
                    first[1].equals("extreme"),
                    loss,
                    part(rows, "gradient")));
        }
        return points;
    }

    /** The text of a model. */
    public static String text(String folder, String name) throws IOException {
        return Files.readString(FOLDER.resolve(folder).resolve(name + ".model"));
    }

    /** The rows of a table. */
    public static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(FOLDER.resolve(file)).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    /** What some rows of an instance of an array model say, by name. */
    public static Map<String, double[]> part(List<String[]> rows, String what) {
        Map<String, double[]> values = new LinkedHashMap<>();
        rows.stream().filter(r -> r[2].equals(what)).forEach(r -> values.put(r[3], numbers(r[4])));
        return values;
    }

    /** Numbers with spaces between them. */
    public static double[] numbers(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
