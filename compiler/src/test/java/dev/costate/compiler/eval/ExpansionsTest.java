package dev.costate.compiler.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Surrogates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The interpreter's own series of functions against the catalogue and against exact values. */
class ExpansionsTest {
    private static final Path ORACLE = Path.of("src/test/resources/oracle");
    private static final double UNIT = 0x1p-53;
    private static final double C = 16;
    private static final double SECOND_C = 64;
    /** Of smaller numbers the squares of reciprocals overflow. */
    private static final double SQUARES = 1e-150;

    /** A row of a table: a function, which of its operands are inputs (by index) and which constants, and a point. */
    private record Row(
            Op op,
            List<String> operands,
            List<Double> at,
            List<Double> gradient,
            List<Double> hessian,
            List<Double> conditions,
            String text) {
        static Row of(String line) {
            List<String> cells = List.of(line.split(";", -1));
            Op op = requireNonNull(Ops.function(cells.get(0)));
            List<Double> conditions = cells.size() > 7 ? numbers(cells.get(7)) : List.of();
            List<Double> hessian = cells.size() > 7 ? numbers(cells.get(5)) : List.of();
            List<String> operands = List.of(cells.get(1).split(" ", -1));
            return new Row(op, operands, numbers(cells.get(2)), numbers(cells.get(4)), hessian, conditions, line);
        }

        private static List<Double> numbers(String cell) {
            return Arrays.stream(cell.split(" ", -1)).map(Double::valueOf).toList();
        }

        boolean isConstant(int operand) {
            return operands.get(operand).contains(".");
        }

        /** The function where the first of two inputs moves along s, the other across. */
        Jet jet(int along, int across) {
            List<Jet> x = new ArrayList<>();
            boolean[] constant = new boolean[operands.size()];
            for (int k = 0; k < constant.length; k++) {
                constant[k] = isConstant(k);
                int input = constant[k] ? -1 : Integer.parseInt(operands.get(k));
                double value = constant[k] ? Double.parseDouble(operands.get(k)) : at.get(input);
                x.add(Jet.input(SECOND, value, input == along ? 1 : 0, new double[] {input == across ? 1 : 0}));
            }
            return Joint.of(op.name(), x, constant);
        }

        double derivative(int input) {
            return jet(input, input).coefficient(0, 1);
        }
    }

    private static final Jet.Terms SECOND = new Jet.Terms(1, 1);

    private static List<Row> rows(String file) throws IOException {
        return Files.readAllLines(ORACLE.resolve(file)).stream()
                .filter(line -> !line.startsWith("#") && Functions.has(line.substring(0, line.indexOf(';'))))
                .map(Row::of)
                .toList();
    }

    static List<Op> functions() {
        return Ops.FUNCTIONS.stream().filter(op -> op != Surrogates.DETACH).toList();
    }

    /** Each by itself: its coefficients are differences of those before, and of second order both ways round. */
    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionOfTheCatalogueIsThere(Op op) {
        double step = 1e-5;
        int order = 6;
        double[] x = {0.25, 0.5, 0.75};
        for (int shift = 1; Double.isNaN(op.value(Arrays.copyOf(x, op.arity()))); shift = -2 * shift) {
            x[0] += shift;
        }
        for (int k = 0; k < op.arity(); k++) {
            Jet before = series(op, k, -step, x);
            Jet here = series(op, k, 0, x);
            Jet after = series(op, k, step, x);
            for (int n = 0; n < order; n++) {
                double slope = (after.coefficient(n, 0) - before.coefficient(n, 0)) / (2 * step);
                assertThat(here.coefficient(n + 1, 0) * (n + 1))
                        .as("coefficient %s", n + 1)
                        .isCloseTo(slope, Offset.offset(1e-7 * (1 + Math.abs(slope))));
            }
        }
    }

    private static Jet series(Op op, int moving, double shift, double... at) {
        List<Jet> x = new ArrayList<>();
        for (int k = 0; k < op.arity(); k++) {
            boolean moves = k == moving;
            x.add(Jet.input(new Jet.Terms(6, 0), at[k] + (moves ? shift : 0), moves ? 1 : 0, new double[0]));
        }
        return Joint.of(op.name(), x, new boolean[op.arity()]);
    }

    @Test
    void conventionsHoldAtSingularPoints() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Row row : rows("special_values.csv")) {
            for (int input = 0; input < row.at.size(); input++) {
                double expected = row.gradient.get(input);
                double got = row.derivative(input);
                all.assertThat(got == expected || (Double.isNaN(got) && Double.isNaN(expected)))
                        .as("%s by input %s: %s", row.text, input, got)
                        .isTrue();
            }
        }
        all.assertAll();
    }

    @Test
    void derivativesAreExactToSomeUnits() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Row row : rows("functions.csv")) {
            int pair = 0;
            for (int i = 0; i < row.at.size(); i++) {
                close(all, row, "by input " + i, row.derivative(i), row.gradient.get(i), C, row.conditions.get(i), i);
                for (int j = i; j < row.at.size(); j++) {
                    if (row.at.stream().anyMatch(x -> x != 0 && Math.abs(x) < SQUARES)) {
                        pair++;
                        continue;
                    }
                    double condition = row.conditions.get(i) + row.conditions.get(j);
                    double got = row.jet(i, j).coefficient(1, 1);
                    close(all, row, "by " + i + " and " + j, got, row.hessian.get(pair++), SECOND_C, condition, i);
                }
            }
        }
        all.assertAll();
    }

    private static void close(
            SoftAssertions all, Row row, String what, double got, double exact, double c, double condition, int input) {
        double subnormals = Double.MIN_VALUE * (1 + Math.abs(row.at.get(input)));
        double allowed = c * UNIT * Math.abs(exact) * (1 + condition) + subnormals;
        all.assertThat(got == exact || Math.abs(got - exact) <= allowed)
                .as("%s %s: %s, not %s", row.text, what, got, exact)
                .isTrue();
    }
}
