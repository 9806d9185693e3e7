package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Second derivatives where the first are zero, infinite or chosen, in every form that has them. */
class SecondOrderConventionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static final List<ModelCompiler.Options> OPTIONS =
            List.of(ModelCompiler.Options.of(""), ModelCompiler.Options.of("").literal());

    /** The Hessian by its own form, by products with unit vectors, and on its diagonal; all as interpreted. */
    private static void hessian(String text, Map<String, double[]> inputs, double... expected) {
        String clauses = "\nderive gradient of y\nderive hessian of y\nderive diagonal hessian of y\nderive hvp of y\n";
        int n = (int) Math.sqrt(expected.length);
        for (ModelCompiler.Options options : OPTIONS) {
            SourceFile source = new SourceFile("M.model", "model M\n" + text + clauses);
            ModelCompiler.Result result = ModelCompiler.compile(source, options);
            Agreement agreement = Agreement.of(text, result, Map.of(), inputs, 1e-13);
            ModelInstance model = agreement.values().derivatives().compiled();
            agreement.compare("hessian", model.derivative("hessian of y"), expected);
            double[] diagonal = new double[n];
            Arrays.setAll(diagonal, k -> expected[k * n + k]);
            agreement.compare("diagonal", model.derivative("diagonal hessian of y"), diagonal);
            for (int k = 0; k < n; k++) {
                double[] unit = new double[n];
                unit[k] = 1;
                double[] row = Arrays.copyOfRange(expected, k * n, (k + 1) * n);
                agreement.compare("hvp", model.derivative("hvp of y", unit), row);
            }
        }
    }

    private static Map<String, double[]> scalars(Object... namesAndValues) {
        Map<String, double[]> inputs = new LinkedHashMap<>();
        for (int k = 0; k < namesAndValues.length; k += 2) {
            inputs.put((String) namesAndValues[k], new double[] {((Number) namesAndValues[k + 1]).doubleValue()});
        }
        return inputs;
    }

    /** What a branch reads within a maximum stays in range where the directions that it moves in begin behind a strip. */
    @Test
    void branchesWithinAMaximum() {
        String text = """
                model M
                dim N
                param v[N]
                output y = (max(i in N, j in i ..< N) (v[i] + tanh(if j > 0 then v[j - 1] else 0.3)))^2
                derive hessian of y
                """;
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("M.model", text), ModelCompiler.Options.of(""));
        for (double last : new double[] {0.1, 0.9}) {
            Agreement.of(text, result, Map.of("N", 3), Map.of("v", new double[] {0.5, last, 0.7}), 1e-13)
                    .values()
                    .derivatives();
        }
    }

    /** Both first derivatives of w √x are 0 at 0, and the mixed second one is infinite. */
    @Test
    void zeroContributesZero() {
        String text = "param w\nparam x\noutput y = w * sqrt(x)\n";
        hessian(text, scalars("w", 0, "x", 0), 0, INF, INF, 0);
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("M.model", "model M\n" + text + "derive gradient of y\nderive directional of y\n"),
                ModelCompiler.Options.of(""));
        ModelInstance model = LoadedModel.load(result).create(Map.of());
        assertThat(model.derivative("gradient of y")).containsExactly(0, 0);
        assertThat(model.derivative("directional of y", new double[] {1, 1})).containsExactly(0);
    }

    /**
     * The adjoint of the logarithm is 0 at 1, where its tangent is not: what guards it is no condition of the model.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "output y = if c > 0 then log(x)^2 else 0; 2",
                "let s[0] = 0|let s[i] = 0.5 * s[i - 1] + (if c > 0 then log(x)^2 else 0) for i in 1 ..< 4|output y"
                        + " = s[3]; 3.5",
                "output y = sqrt(1 + (if c > 0 then log(x)^2 else 0)); 1",
                "output y = max(if c > 0 then log(x)^2 else 0, 0 - c); 2",
                "output y = max(i in 3) (if i > 0 then log(x)^2 - i else 0 - 9); 2",
                "let z[i] = if c > i then log(x) else 0 for i in 2|output y = sum(i) z[i]^2; 2",
            })
    void guardsOnAdjointsAreNoConditions(String equations, double expected) {
        hessian("data c\nparam x\n" + equations.replace('|', '\n'), scalars("c", 1, "x", 1), expected);
    }

    /** Ties average the Hessians of their branches; where a convention chose the first derivative, the second is 0. */
    @Test
    void kinksAndChosenDerivatives() {
        hessian("param a\nparam b\noutput y = max(a^2, b^3)", scalars("a", 1, "b", 1), 1, 0, 0, 3);
        hessian("param a\nparam b\noutput y = hypot(a, b)", scalars("a", 0, "b", 0), 0, 0, 0, 0);
        hessian("param a\nparam b\noutput y = atan2(a, b)", scalars("a", 0, "b", 0), 0, 0, 0, 0);
        hessian("param a\noutput y = abs(a) * a", scalars("a", 0), 0);
        hessian("param a\noutput y = relu(a)^2", scalars("a", 0), 0);
    }
}
