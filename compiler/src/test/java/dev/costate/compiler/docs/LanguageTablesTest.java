package dev.costate.compiler.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the tables of docs/language.md against the compiler. */
class LanguageTablesTest {
    private static final Path FILE = DocsTest.ROOT.resolve("docs/language.md");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern FUNCTION =
            Pattern.compile("(?m)^\\| `(\\w+)\\(([^)]*)\\)` \\| (.*) \\| (.*) \\| (.*) \\|$");
    private static final Pattern POINT = Pattern.compile("(?m)^\\| (.*) \\| (`\\w+ = .*`) \\| (.*) \\| (.*) \\|$");

    /** Where functions are compared with the formulas: negative and positive, within and without 1. */
    private static final double[][] POINTS = {
        {0.3, 0.8, 2.5},
        {-0.7, 0.4, 1.5},
        {1.7, -0.6, 0.9},
        {-2.4, -1.3, 1.6},
        {3.2, 2.3, 2.9},
        {0.9, 1.6, 3.1}
    };

    /** One row: a function and the formulas for what it is. */
    private record Row(String name, String parameters, String is, String realFor, String derivative) {
        static Row of(MatchResult row) {
            return new Row(row.group(1), row.group(2), row.group(3), row.group(4), row.group(5));
        }

        List<String> names() {
            return List.of(parameters.split(", ", -1));
        }

        /** Whether there is a gradient to speak of. */
        boolean isSmooth() {
            return !derivative.equals("`0`");
        }

        String call() {
            return name + "(" + parameters + ")";
        }
    }

    private static String section(String heading) throws IOException {
        String text = Files.readString(FILE);
        int start = text.indexOf("\n## " + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private static List<Row> functions() throws IOException {
        return FUNCTION.matcher(section("Functions")).results().map(Row::of).toList();
    }

    @Test
    void everyFunctionIsListedOnce() throws IOException {
        assertThat(functions().stream().map(Row::name))
                .containsExactlyInAnyOrderElementsOf(
                        Ops.FUNCTIONS.stream().map(Op::name).toList());
    }

    /** All in one model, since javac takes its time: row k defines functions that end in k. */
    @TestFactory
    List<DynamicTest> functionsAreWhatTheirFormulasSay() throws IOException {
        List<Row> rows = functions();
        StringBuilder text = new StringBuilder("param p0\nparam p1\nparam p2\n");
        for (int k = 0; k < rows.size(); k++) {
            Row row = rows.get(k);
            define("f" + k, row, row.call(), text);
            formulas(row.is()).forEach(define("is" + k, row, text));
            formulas(row.realFor()).forEach(define("real" + k, row, text));
            for (int d = 0; d < formulas(row.derivative()).size(); d++) {
                define("d" + d + "of" + k, row, formulas(row.derivative()).get(d), text);
            }
            if (row.isSmooth()) {
                text.append("derive gradient of f").append(k).append('\n');
            }
        }
        ModelCompiler.Result result = Snippet.compile(text.toString());
        assertThat(result.hasErrors()).as(Snippet.diagnostics(result)).isFalse();
        List<Map<String, double[]>> values = new ArrayList<>();
        for (double[] point : POINTS) {
            Map<String, double[]> given = new LinkedHashMap<>();
            for (int p = 0; p < point.length; p++) {
                given.put("p" + p, new double[] {point[p]});
            }
            values.add(Values.evaluate(result, given));
        }
        return IntStream.range(0, rows.size())
                .mapToObj(k -> DynamicTest.dynamicTest(rows.get(k).call(), () -> compare(k, rows.get(k), values)))
                .toList();
    }

    private static Consumer<String> define(String name, Row row, StringBuilder text) {
        return formula ->
                define(name, row, name.startsWith("real") ? "if " + formula + " then 1 else 0" : formula, text);
    }

    /** Function and output {@code name}, the function's parameters being those of the row. */
    private static void define(String name, Row row, String formula, StringBuilder text) {
        String arguments =
                IntStream.range(0, row.names().size()).mapToObj(p -> "p" + p).collect(Collectors.joining(", "));
        text.append("fn fn_%s(%s) = %s\noutput %s = fn_%s(%s)\n"
                .formatted(name, row.parameters(), formula, name, name, arguments));
    }

    private static void compare(int k, Row row, List<Map<String, double[]>> points) {
        int compared = 0;
        for (int p = 0; p < points.size(); p++) {
            Map<String, double[]> values = points.get(p);
            double f = requireNonNull(values.get("f" + k))[0];
            if (values.containsKey("real" + k)) {
                assertThat(Double.isNaN(f)).as("NaN at " + p).isEqualTo(requireNonNull(values.get("real" + k))[0] == 0);
            }
            if (!Double.isNaN(f)) {
                compared++;
                close(values, "is" + k, f);
                for (int d = 0; d < row.names().size(); d++) {
                    close(
                            values,
                            "d" + d + "of" + k,
                            row.isSmooth() ? requireNonNull(values.get("∂f" + k + "/∂p" + d))[0] : 0);
                }
            }
        }
        assertThat(compared).isGreaterThan(1);
    }

    private static void close(Map<String, double[]> values, String name, double actual) {
        double[] expected = values.get(name);
        if (expected != null) {
            double scale = 1 + Math.abs(expected[0]);
            assertThat(Math.abs(actual - expected[0]) / scale).as(name).isLessThan(1e-13);
        }
    }

    /** The formulas of a cell that consists of nothing else. */
    private static List<String> formulas(String cell) {
        return CODE.matcher(cell).replaceAll("").replace(", ", "").isEmpty()
                ? CODE.matcher(cell).results().map(m -> m.group(1)).toList()
                : List.of();
    }

    /** As the functions, all in one model: row k is function fk of params whose names end in k. */
    @TestFactory
    List<DynamicTest> pointsAreAsShown() throws IOException {
        List<MatchResult> rows = new ArrayList<>();
        for (String heading : List.of("Where a derivative does not exist", "Rounding")) {
            POINT.matcher(section(heading)).results().forEach(rows::add);
        }
        assertThat(rows).hasSizeGreaterThan(20);
        StringBuilder text = new StringBuilder();
        Map<String, double[]> given = new LinkedHashMap<>();
        for (int k = 0; k < rows.size(); k++) {
            List<String> names = new ArrayList<>();
            for (String equation : formulas(rows.get(k).group(2))) {
                String[] sides = equation.split(" = ", 2);
                given.put(sides[0] + k, Values.numbers(sides[1]));
                text.append("param ").append(sides[0]).append(k).append('\n');
                names.add(sides[0]);
            }
            String formula = rows.get(k).group(1).replace("`", "");
            int row = k;
            String arguments = names.stream().map(name -> name + row).collect(Collectors.joining(", "));
            text.append("fn fn%d(%s) = %s\n".formatted(k, String.join(", ", names), formula));
            text.append(
                    "output f%d = fn%d(%s)\nderive gradient of f%d wrt %s\n".formatted(k, k, arguments, k, arguments));
        }
        ModelCompiler.Result result = Snippet.compile(text.toString());
        assertThat(result.hasErrors()).as(Snippet.diagnostics(result)).isFalse();
        Map<String, double[]> values = Values.evaluate(result, given);
        return IntStream.range(0, rows.size())
                .mapToObj(k -> DynamicTest.dynamicTest(
                        rows.get(k).group(1) + " at " + rows.get(k).group(2), () -> point(k, rows.get(k), values)))
                .toList();
    }

    private static void point(int k, MatchResult row, Map<String, double[]> values) {
        String value = Values.shown(requireNonNull(values.get("f" + k))[0]);
        String derivatives = values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("∂f" + k + "/"))
                .map(entry -> Values.shown(entry.getValue()[0]))
                .collect(Collectors.joining(", "));
        assertThat(value + " | " + derivatives).isEqualTo(row.group(3) + " | " + row.group(4));
    }
}
