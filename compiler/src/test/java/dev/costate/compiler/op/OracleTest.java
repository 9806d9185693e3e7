package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import java.io.IOException;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Values and derivatives against tables computed to hundreds of digits, and against the conventions at singular points.
 */
class OracleTest {
    private static final double UNIT = 0x1p-53;
    private static final double C = 4;
    /** Second derivatives are composed by the chain rule, so their errors add up, those of subnormal parts too. */
    private static final double C_SECOND = 16;

    private final Scalars scalars = new Scalars();

    @Test
    void valuesAndGradientsAreExactToAFewUnits() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Oracle row : Oracle.read("functions.csv")) {
            List<Double> conditions = Oracle.numbers(row.rest().get(2));
            Expr root = row.root(scalars);
            check(
                    all,
                    row,
                    "value",
                    scalars.value(root, row.point()),
                    row.value(),
                    C * (1 + condition(row.rest().get(1))));
            for (int k = 0; k < row.at().size(); k++) {
                double got = scalars.value(scalars.derivative(root, scalars.input(k)), row.point());
                check(all, row, "derivative " + k, got, row.gradient().get(k), C * (1 + conditions.get(k)));
            }
        }
        all.assertAll();
    }

    @Test
    void secondDerivativesAreExactToSomeUnits() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Oracle row : Oracle.read("functions.csv")) {
            List<Double> hessian = Oracle.numbers(row.rest().get(0));
            List<Double> conditions = Oracle.numbers(row.rest().get(2));
            int next = 0;
            for (int k = 0; k < row.at().size(); k++) {
                Expr first = scalars.derivative(row.root(scalars), scalars.input(k));
                for (int l = k; l < row.at().size(); l++) {
                    double got = scalars.value(scalars.derivative(first, scalars.input(l)), row.point());
                    double condition = 1 + condition(row.rest().get(1)) + conditions.get(k) + conditions.get(l);
                    check(all, row, "second derivative " + k + l, got, hessian.get(next++), C_SECOND * condition);
                }
            }
        }
        all.assertAll();
    }

    @Test
    void conventionsHoldAtSingularPoints() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Oracle row : Oracle.read("special_values.csv")) {
            Expr root = row.root(scalars);
            all.assertThat(same(scalars.value(root, row.point()), row.value()))
                    .as("%s: %s, not %s", row, scalars.value(root, row.point()), row.value())
                    .isTrue();
            for (int k = 0; k < row.at().size(); k++) {
                double got = scalars.value(scalars.derivative(root, scalars.input(k)), row.point());
                all.assertThat(same(got, row.gradient().get(k)))
                        .as(
                                "%s, derivative %d: %s, not %s",
                                row, k, got, row.gradient().get(k))
                        .isTrue();
            }
        }
        all.assertAll();
    }

    private static double condition(String text) {
        return Double.parseDouble(text);
    }

    private static void check(SoftAssertions all, Oracle row, String what, double got, double exact, double units) {
        if (Double.isInfinite(exact)) {
            all.assertThat(got).as("%s: %s", row, what).isEqualTo(exact);
        } else {
            double parts = what.startsWith("second")
                    ? 1 + row.at().stream().mapToDouble(Math::abs).max().orElse(0)
                    : 1;
            double allowed = units * UNIT * Math.abs(exact) + parts * Double.MIN_VALUE;
            all.assertThat(Math.abs(got - exact) <= allowed)
                    .as(
                            "%s: %s is %s, not %s: %.1f of the units allowed",
                            row, what, got, exact, Math.abs(got - exact) / allowed)
                    .isTrue();
        }
    }

    /** Zeros of either sign are the same. */
    private static boolean same(double got, double expected) {
        return got == expected || (Double.isNaN(got) && Double.isNaN(expected));
    }
}
