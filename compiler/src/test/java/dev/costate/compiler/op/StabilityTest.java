package dev.costate.compiler.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ir.Expr;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both sides of every law are the same function, with the same first and second derivatives: evaluated as they stand,
 * at points where the left side keeps its digits. Where the left side is NaN, outside of its domain, so is the right
 * one.
 */
class StabilityTest {
    private static final int TRIALS = 400;
    private static final double VALUE = 1e-13;
    private static final double DERIVATIVE = 1e-10;

    static List<Law> laws() {
        return Ops.LAWS;
    }

    private final Scalars scalars = new Scalars();
    private final Map<Pattern, Expr> holes = new HashMap<>();

    @ParameterizedTest
    @MethodSource("laws")
    void bothSidesAreEqual(Law law) {
        Expr left = expression(law.left());
        Expr right = expression(law.right());
        int compared = 0;
        for (double[] at : points()) {
            double value = scalars.value(left, at);
            if (Double.isNaN(value)) {
                assertThat(scalars.value(right, at))
                        .as("%s at %s", law, Arrays.toString(at))
                        .isNaN();
            }
            compared += Double.isFinite(value) ? 1 : 0;
        }
        assertThat(compared).as("%s was compared", law).isGreaterThan(50);
        same(law, left, left, right, VALUE);
        Expr[] inputs = scalars.inputs(holes.size());
        for (int k = 0; k < inputs.length; k++) {
            Expr first = scalars.derivative(left, inputs[k]);
            Expr otherFirst = scalars.derivative(right, inputs[k]);
            same(law, left, first, otherFirst, DERIVATIVE);
            for (int l = k; l < inputs.length; l++) {
                Expr second = scalars.derivative(first, inputs[l]);
                same(law, left, second, scalars.derivative(otherFirst, inputs[l]), DERIVATIVE);
            }
        }
    }

    private double[][] points() {
        Random random = new Random(3);
        double[][] points = new double[TRIALS][];
        Arrays.setAll(points, k -> random.doubles(holes.size(), -1.5, 1.5).toArray());
        return points;
    }

    /** Two expressions of it are the same wherever the law has a value. */
    private void same(Law law, Expr value, Expr left, Expr right, double tolerance) {
        for (double[] at : points()) {
            double expected = scalars.value(left, at);
            if (Double.isFinite(scalars.value(value, at)) && Double.isFinite(expected)) {
                assertThat(scalars.value(right, at))
                        .as("%s at %s", law, Arrays.toString(at))
                        .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
            }
        }
    }

    private Expr expression(Pattern pattern) {
        if (pattern instanceof Pattern.Constant constant) {
            return scalars.make.number(constant.value());
        } else if (pattern instanceof Pattern.Node node) {
            return scalars.make.apply(
                    node.op(), node.operands().stream().map(this::expression).toList());
        }
        Expr input = holes.get(pattern);
        if (input == null) {
            input = scalars.input(holes.size());
            holes.put(pattern, input);
        }
        return input;
    }
}
