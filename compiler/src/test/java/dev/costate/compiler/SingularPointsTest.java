package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One operation of another at points where values or derivatives are 0, infinite or undefined: in reverse, forward and
 * interpreted. The derivative of the composition is the product of the two, where zero times anything is zero; what the
 * two operations by themselves give at these points tells it. Held wherever the composition has a value, finite or not.
 *
 * <p>All pairs: {@code -Dcostate.singular.step=1}; each build takes every fourth inner operation.
 */
class SingularPointsTest {
    private static final int STEP = Integer.getInteger("costate.singular.step", 4);

    /** None beyond 1e154 or its inverse, where also plain products and quotients leave the range of numbers. */
    private static final double[] POINTS = {0, 1, -1, 0.5, 2, -2, 1e-8, 40, -40, 710, -710, 1000, -1000};

    private static final double TINY = 1e-154;
    private static final double[] SECOND = {0, 1, -1, 2.5};
    private static final int COLUMNS = POINTS.length * SECOND.length;
    private static final double TOLERANCE = 1e-9;

    /** What is composed, {@code @} being the operand and {@code c} another number. */
    private static final List<String> FORMS = forms();

    /** Of each form by itself. */
    private static ModelInstance single;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Point(double[] value, double[] reverse, double[] forward) {}

    private static List<String> forms() {
        List<String> forms = new ArrayList<>(List.of(
                "(@) + c",
                "c - (@)",
                "(@) * c",
                "(@) / c",
                "c / (@)",
                "-(@)",
                "(@)^2",
                "(@)^3",
                "(@)^(-1)",
                "(@)^0.5",
                "(@)^1.5",
                "if (@) > 1 then c else (@)",
                "if c > 0 then (@) else c"));
        for (Op op : Ops.FUNCTIONS) {
            String name = op.name();
            switch (op.arity()) {
                case 1 -> forms.add(name + "(@)");
                case 2 -> forms.addAll(List.of(name + "(@, c)", name + "(c, @)"));
                default -> forms.addAll(List.of(name + "(@, -1, c)", name + "(0.5, -1, @)", name + "(0.5, @, 2)"));
            }
        }
        return forms;
    }

    @BeforeAll
    static void compileAlone() {
        single = compiled("@", true);
    }

    private static IntStream inner() {
        return IntStream.range(0, FORMS.size()).filter(k -> k % STEP == 0);
    }

    @ParameterizedTest
    @MethodSource("inner")
    void zeroContributesZero(int form) {
        Point alone = at(single, points());
        double[] operand = ofRow(alone.value(), form);
        double[] slope = ofRow(alone.forward(), form);
        Point outer = at(single, operand);
        double[] expected = new double[slope.length];
        Arrays.setAll(expected, k -> slope[k] == 0 || outer.forward()[k] == 0 ? 0 : slope[k] * outer.forward()[k]);
        Point literal = at(compiled(FORMS.get(form), true), points());
        Point rewritten = at(compiled(FORMS.get(form), false), points());
        for (int k = 0; k < expected.length; k++) {
            boolean tiny = operand[k] != 0 && Math.abs(operand[k]) < TINY;
            if (!tiny
                    && !Double.isNaN(outer.value()[k])
                    && !Double.isNaN(slope[k])
                    && !Double.isNaN(outer.forward()[k])) {
                String what = apply(FORMS.get(k / COLUMNS), FORMS.get(form)) + " at "
                        + POINTS[k % COLUMNS / SECOND.length] + ", c = " + SECOND[k % SECOND.length];
                same(what + " in reverse", literal.reverse()[k], expected[k]);
                same(what + " forward", literal.forward()[k], expected[k]);
                // Laws may find a derivative where the product is infinity times zero.
                assertThat(rewritten.reverse()[k]).as(what).isNotNaN();
                same(what + " rewritten", rewritten.reverse()[k], rewritten.forward()[k]);
            }
        }
    }

    private static void same(String what, double got, double expected) {
        assertThat(got == expected || Math.abs(got - expected) <= TOLERANCE * Math.max(1e-290, Math.abs(expected)))
                .as("%s: %s, not %s", what, got, expected)
                .isTrue();
    }

    private static double[] ofRow(double[] all, int row) {
        double[] repeated = new double[all.length];
        Arrays.setAll(repeated, k -> all[row * COLUMNS + k % COLUMNS]);
        return repeated;
    }

    /** All forms of one. */
    private static ModelInstance compiled(String inner, boolean literal) {
        StringBuilder text = new StringBuilder("model Singular\ndim P\ndata c[P]\n");
        text.append("param x[").append(FORMS.size()).append(", P]\n");
        for (int k = 0; k < FORMS.size(); k++) {
            String operand = apply(inner, "x[" + k + ", i]");
            text.append("let y[").append(k).append(", i] = ");
            text.append(apply(FORMS.get(k), operand)).append(" for i in P\n");
        }
        text.append("output z[k, i] = y[k, i]\nderive vjp of z\nderive directional of z\n");
        ModelCompiler.Options options = ModelCompiler.Options.of("");
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("Singular.model", text.toString()), literal ? options.literal() : options);
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        double[] c = new double[COLUMNS];
        Arrays.setAll(c, k -> SECOND[k % SECOND.length]);
        return LoadedModel.load(result).create(Map.of("P", COLUMNS)).set("c", c);
    }

    private static String apply(String form, String operand) {
        return form.replaceAll("\\bc\\b", "c[i]").replace("@", operand);
    }

    private static double[] points() {
        double[] x = new double[FORMS.size() * COLUMNS];
        Arrays.setAll(x, k -> POINTS[k % COLUMNS / SECOND.length]);
        return x;
    }

    private static Point at(ModelInstance model, double[] x) {
        model.set("x", x);
        double[] ones = new double[x.length];
        Arrays.fill(ones, 1);
        return new Point(
                model.output("z"), model.derivative("vjp of z", ones), model.derivative("directional of z", ones));
    }
}
