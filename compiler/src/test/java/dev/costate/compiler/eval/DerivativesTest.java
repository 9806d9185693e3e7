package dev.costate.compiler.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The interpreter's own table of derivatives against the catalogue and against exact values. */
class DerivativesTest {
    private static final Path ORACLE = Path.of("src/test/resources/oracle");
    private static final double UNIT = 0x1p-53;
    private static final double C = 16;

    /** A row of a table: a function, which of its operands are inputs (by index) and which constants, and a point. */
    private record Row(
            Op op,
            List<String> operands,
            List<Double> at,
            List<Double> gradient,
            List<Double> conditions,
            String text) {
        static Row of(String line) {
            List<String> cells = List.of(line.split(";", -1));
            Op op = Ops.function(cells.get(0));
            List<Double> conditions = cells.size() > 7 ? numbers(cells.get(7)) : List.of();
            List<String> operands = List.of(cells.get(1).split(" ", -1));
            return new Row(
                    requireNonNull(op), operands, numbers(cells.get(2)), numbers(cells.get(4)), conditions, line);
        }

        private static List<Double> numbers(String cell) {
            return Arrays.stream(cell.split(" ", -1)).map(Double::valueOf).toList();
        }

        boolean isConstant(int operand) {
            return operands.get(operand).contains(".");
        }

        double derivative(int operand) {
            double[] x = new double[operands.size()];
            boolean[] constant = new boolean[operands.size()];
            for (int k = 0; k < x.length; k++) {
                constant[k] = isConstant(k);
                x[k] = constant[k] ? Double.parseDouble(operands.get(k)) : at.get(Integer.parseInt(operands.get(k)));
            }
            return Derivatives.of(op.name(), operand, x, op.value(x), constant);
        }
    }

    private static List<Row> rows(String file) throws IOException {
        return Files.readAllLines(ORACLE.resolve(file)).stream()
                .filter(line -> !line.startsWith("#") && Ops.function(line.substring(0, line.indexOf(';'))) != null)
                .map(Row::of)
                .toList();
    }

    static List<Op> functions() {
        return Ops.FUNCTIONS;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionOfTheCatalogueIsThere(Op op) {
        assertThat(Derivatives.has(op.name())).isTrue();
        double[] x = {0.25, 0.5, 0.75};
        for (int k = 0; k < op.arity(); k++) {
            double[] operands = Arrays.copyOf(x, op.arity());
            assertThat(Derivatives.of(op.name(), k, operands, 0.0, new boolean[op.arity()]))
                    .isNotInfinite();
        }
    }

    @Test
    void conventionsHoldAtSingularPoints() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Row row : rows("special_values.csv")) {
            for (int k = 0; k < row.operands.size(); k++) {
                if (!row.isConstant(k)) {
                    double expected = row.gradient.get(Integer.parseInt(row.operands.get(k)));
                    double got = row.derivative(k);
                    all.assertThat(got == expected || (Double.isNaN(got) && Double.isNaN(expected)))
                            .as("%s by operand %s: %s", row.text, k, got)
                            .isTrue();
                }
            }
        }
        all.assertAll();
    }

    @Test
    void derivativesAreExactToSomeUnits() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Row row : rows("functions.csv")) {
            for (int input = 0; input < row.at.size(); input++) {
                double got = 0;
                for (int k = 0; k < row.operands.size(); k++) {
                    got += row.operands.get(k).equals(String.valueOf(input)) ? row.derivative(k) : 0;
                }
                double exact = row.gradient.get(input);
                double subnormals = Double.MIN_VALUE * (1 + Math.abs(row.at.get(input)));
                double allowed = C * UNIT * Math.abs(exact) * (1 + row.conditions.get(input)) + subnormals;
                all.assertThat(got == exact || Math.abs(got - exact) <= allowed)
                        .as("%s by input %s: %s, not %s", row.text, input, got, exact)
                        .isTrue();
            }
        }
        all.assertAll();
    }
}
