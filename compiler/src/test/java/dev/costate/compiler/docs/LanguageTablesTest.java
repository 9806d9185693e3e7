package dev.costate.compiler.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.source.Code;
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
import java.util.stream.Collectors;
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

    @TestFactory
    List<DynamicTest> functionsAreWhatTheirFormulasSay() throws IOException {
        return functions().stream()
                .map(row -> DynamicTest.dynamicTest(row.call(), () -> compare(row)))
                .toList();
    }

    private static void compare(Row row) {
        List<String> derivatives = formulas(row.derivative());
        StringBuilder text = new StringBuilder();
        row.names().forEach(name -> text.append("param ").append(name).append('\n'));
        text.append("output f = ").append(row.call()).append('\n');
        text.append("output g = ").append(row.call()).append('\n');
        formulas(row.is()).forEach(is -> text.append("output is = ").append(is).append('\n'));
        formulas(row.realFor())
                .forEach(real -> text.append("output real = if ").append(real).append(" then 1 else 0\n"));
        for (int k = 0; k < derivatives.size(); k++) {
            text.append("output d").append(row.names().get(k)).append(" = ");
            text.append(derivatives.get(k)).append('\n');
        }
        ModelCompiler.Result result = Snippet.compile(
                text + (derivatives.stream().allMatch(d -> d.equals("0")) ? "" : "derive gradient of f\n"));
        assertThat(result.hasErrors()).as(Snippet.diagnostics(result)).isFalse();
        int compared = 0;
        for (double[] point : POINTS) {
            Map<String, double[]> given = new LinkedHashMap<>();
            for (int k = 0; k < row.names().size(); k++) {
                given.put(row.names().get(k), new double[] {point[k]});
            }
            Map<String, double[]> values = Values.evaluate(result, given);
            double f = values.get("f")[0];
            if (values.containsKey("real")) {
                assertThat(Double.isNaN(f)).as(Arrays.toString(point)).isEqualTo(values.get("real")[0] == 0);
            }
            if (!Double.isNaN(f)) {
                compared++;
                close(values, "is", f);
                row.names().forEach(name -> {
                    double[] gradient = values.get("∂f/∂" + name);
                    close(values, "d" + name, gradient == null ? 0 : gradient[0]);
                });
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

    @TestFactory
    List<DynamicTest> pointsAreAsShown() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String heading : List.of("Where a derivative does not exist", "Rounding")) {
            POINT.matcher(section(heading))
                    .results()
                    .forEach(row -> tests.add(DynamicTest.dynamicTest(
                            row.group(1) + " at " + row.group(2),
                            () -> point(row.group(1), row.group(2), row.group(3), row.group(4)))));
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    private static void point(String formula, String at, String value, String derivative) {
        StringBuilder text = new StringBuilder();
        Map<String, double[]> given = new LinkedHashMap<>();
        for (String equation : formulas(at)) {
            String[] sides = equation.split(" = ", 2);
            given.put(sides[0], Values.numbers(sides[1]));
            text.append("param ").append(sides[0]).append('\n');
        }
        text.append("output f = ").append(formula.replace("`", "")).append('\n');
        ModelCompiler.Result result = Snippet.compile(text + "derive gradient of f\n");
        assertThat(result.hasErrors()).as(Snippet.diagnostics(result)).isFalse();
        Map<String, double[]> values = Values.evaluate(result, given);
        String derivatives = given.keySet().stream()
                .map(name -> Values.shown(values.get("∂f/∂" + name)[0]))
                .collect(Collectors.joining(", "));
        assertThat(Values.shown(values.get("f")[0]) + " | " + derivatives).isEqualTo(value + " | " + derivative);
    }

    @Test
    void everythingNotCompiledYetIsListed() throws IOException {
        List<String> codes = Pattern.compile("(?m)^\\| \\[(C7\\d\\d)]")
                .matcher(section("Not compiled yet"))
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(codes)
                .isEqualTo(Arrays.stream(Code.values())
                        .map(Code::id)
                        .filter(id -> id.startsWith("C7"))
                        .toList());
    }
}
