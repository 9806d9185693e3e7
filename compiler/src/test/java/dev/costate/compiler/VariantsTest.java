package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Formulas that rounding spoils as they stand, in the ways they may be written: operands the other way round, signs
 * outside, reciprocals, lets, functions of the model's own. The first columns are the formula in u, v, … and a point,
 * then come value, gradient and the rows of the Hessian summed up, computed with 700 digits, each with its condition:
 * for a row of the Hessian the sum of its absolute values times it.
 */
@Tag("slow")
class VariantsTest {
    private static final Path FILE = Path.of("src/test/resources/oracle/variants.tsv");
    private static final double UNIT = 0x1p-53;
    private static final String NAMES = "uvwxyz";
    private static final Pattern LET = Pattern.compile("let (\\w+) = ([^;]*);");

    /** A line of the file. */
    private record Point(List<double[]> columns) {
        double[] at() {
            return columns.get(0);
        }

        double value() {
            return columns.get(1)[0];
        }

        double condition() {
            return columns.get(2)[0];
        }

        double gradient(int k) {
            return columns.get(3)[k];
        }

        double condition(int k) {
            return columns.get(4)[k];
        }

        /** NaN where it leaves the range of numbers. */
        double row(int k) {
            return columns.get(5)[k];
        }

        double scale(int k) {
            return columns.get(6)[k];
        }
    }

    private final List<String> functions = new ArrayList<>();
    private final Map<String, List<Point>> points = new LinkedHashMap<>();

    @Test
    void everyVariantKeepsItsDigits() throws IOException {
        read();
        assertThat(points).hasSizeGreaterThan(500);
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Variants.model", text()), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        int size = points.values().stream().mapToInt(List::size).max().orElseThrow();
        ModelInstance model = LoadedModel.load(result).create(Map.of("N", size));
        int number = 0;
        for (List<Point> all : points.values()) {
            int of = number++;
            for (int k = 0; k < all.get(0).at().length; k++) {
                // The last point stands for those that a formula has less than others.
                double[] values = new double[size];
                int entry = k;
                Arrays.setAll(values, i -> all.get(Math.min(i, all.size() - 1)).at()[entry]);
                model.set(name(k) + of, values);
            }
        }
        double[] ones = new double[model.theta().length];
        Arrays.fill(ones, 1);
        double[] product = model.derivative("hvp of total", ones);
        assertThat(wrong(model, model.gradient("gradient of total"), product)).isEmpty();
    }

    private void read() throws IOException {
        for (String line : Files.readAllLines(FILE)) {
            String[] columns = line.split("\t", -1);
            if (columns.length == 1) {
                functions.add(line);
            } else {
                List<double[]> numbers = Arrays.stream(columns)
                        .skip(1)
                        .map(VariantsTest::numbers)
                        .toList();
                points.computeIfAbsent(columns[0], f -> new ArrayList<>()).add(new Point(numbers));
            }
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static String name(int k) {
        return NAMES.substring(k, k + 1);
    }

    /** A model in which each formula is an array over its points, and their sum an output. */
    private String text() {
        StringBuilder text = new StringBuilder("model Variants\ndim N\n");
        functions.forEach(function -> text.append(function).append('\n'));
        List<String> sums = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, List<Point>> formula : points.entrySet()) {
            int of = number++;
            String body = formula.getKey();
            for (int k = 0; k < formula.getValue().get(0).at().length; k++) {
                text.append("param " + name(k) + of + "[N]\n");
                body = indexed(body, name(k), of);
            }
            for (MatchResult let : LET.matcher(body).results().toList()) {
                body = indexed(body, let.group(1), of);
            }
            body = body.replace("let ", "\nlet ").replace(";", "\n");
            int last = body.lastIndexOf('\n') + 1;
            text.append(body, 0, last).append("output f" + of + "[i] = " + body.substring(last) + "\n");
            sums.add("(sum(i) f" + of + "[i])");
        }
        return text.append("output total = " + String.join(" + ", sums))
                .append("\nderive gradient of total\nderive hvp of total\n")
                .toString();
    }

    private static String indexed(String text, String name, int of) {
        return text.replaceAll("\\b" + name + "\\b", name + of + "[i]");
    }

    private List<String> wrong(ModelInstance model, Map<String, double[]> gradient, double[] product) {
        List<String> wrong = new ArrayList<>();
        int number = 0;
        int offset = 0;
        for (Map.Entry<String, List<Point>> formula : points.entrySet()) {
            int of = number++;
            double[] values = model.output("f" + of);
            for (int i = 0; i < formula.getValue().size(); i++) {
                Point p = formula.getValue().get(i);
                String where = formula.getKey() + " at " + Arrays.toString(p.at());
                check(where, values[i], p.value(), 4 * (1 + p.condition()) * Math.abs(p.value()), wrong);
                for (int k = 0; k < p.at().length; k++) {
                    String by = where + " by " + name(k);
                    double first = requireNonNull(gradient.get(name(k) + of))[i];
                    double exact = p.gradient(k);
                    check(by, first, exact, 8 * (1 + p.condition(k)) * Math.abs(exact), wrong);
                    if (!Double.isNaN(p.row(k))) {
                        double second = product[offset + k * values.length + i];
                        check(by + ", second", second, p.row(k), 64 * p.scale(k), wrong);
                    }
                }
            }
            offset += formula.getValue().get(0).at().length * values.length;
        }
        return wrong;
    }

    private static void check(String what, double got, double exact, double units, List<String> wrong) {
        if (!(Math.abs(got - exact) <= 1.01 * UNIT * units + 4 * Double.MIN_VALUE)) {
            wrong.add(what + ": " + got + ", not " + exact + "\n");
        }
    }
}
