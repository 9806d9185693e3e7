package dev.costate.compiler.eval;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.check.Checker;
import dev.costate.compiler.model.Checked;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.syntax.ModelParser;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What only numbers at the edges of the language show, and what callers can do wrong. */
class InterpreterTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static Model model(String... lines) {
        Diagnostics diagnostics = new Diagnostics();
        String text = "model M\n" + String.join("\n", lines) + "\n";
        Checked model = Checker.check(
                requireNonNull(ModelParser.parse(new SourceFile("M.model", text), diagnostics)), diagnostics);
        assertThat(model).as("%s", diagnostics.sorted()).isNotNull();
        return requireNonNull(model).model();
    }

    /** The value of {@code y = e} for {@code x}, then its gradient. */
    private static double[] valueAndGradient(String e, double... x) {
        Model model = model("dim N >= " + x.length, "param x[N]", "output y = " + e);
        Map<String, Integer> dims = Map.of("N", x.length);
        Map<String, double[]> inputs = Map.of("x", x);
        double[] result = new double[1 + x.length];
        result[0] = requireNonNull(Interpreter.values(model, dims, inputs).get("y"))[0];
        double[] gradient = Derivation.gradient(
                model, dims, inputs, "y", model.inputs().get(0).name());
        System.arraycopy(gradient, 0, result, 1, x.length);
        return result;
    }

    @Test
    void softMaximaOfLargeAndInfiniteNumbers() {
        assertThat(valueAndGradient("logsumexp(i) x[i]", 1e50, 1e50)).containsExactly(1e50, 0.5, 0.5);
        assertThat(valueAndGradient("logsumexp(i) x[i]", -INF, -INF)).containsExactly(-INF, 0, 0);
        assertThat(valueAndGradient("logsumexp(i) x[i]", INF, 0, INF)).containsExactly(INF, 0.5, 0, 0.5);
        assertThat(valueAndGradient("logsumexp(i) x[i]", 0, -40)[0]).isEqualTo(Math.log1p(Math.exp(-40)));
        assertThat(valueAndGradient("sum(i) softmax(i) x[i] * (if i == 0 then 1 else 0)", -INF, 0))
                .containsExactly(0, 0, 0);
        assertThat(valueAndGradient("sum(i where i == 0) logsoftmax(i) x[i]", 800, 0))
                .containsExactly(0, 0, 0);
    }

    @Test
    void smallProbabilitiesKeepTheirDigits() {
        double[] got = valueAndGradient("sum(i) softmax(i) x[i] * (if i == 0 then 1 else 0)", -700, 0);
        assertThat(got[1]).isCloseTo(got[0], within(1e-15 * got[0]));
        assertThat(got[2]).isCloseTo(-got[0], within(1e-15 * got[0]));
    }

    @Test
    void extremesShareTiesAndShowWhatIsNotANumber() {
        assertThat(valueAndGradient("max(i) x[i]", 1, 1, 0)).containsExactly(1, 0.5, 0.5, 0);
        assertThat(valueAndGradient("max(i) x[i]", 1, Double.NaN)).containsOnly(Double.NaN);
        assertThat(valueAndGradient("min(i) x[i]", -INF, 0)).containsExactly(-INF, 1, 0);
    }

    @Test
    void productsWithZerosAndNorms() {
        assertThat(valueAndGradient("prod(i) x[i]", 2, 0, 3)).containsExactly(0, 0, 6, 0);
        double[] large = valueAndGradient("norm(i) x[i]", 3e200, 4e200);
        assertThat(large[0] / 5e200).isCloseTo(1, within(1e-15));
        assertThat(large[1]).isCloseTo(0.6, within(1e-15));
        assertThat(valueAndGradient("norm(i) x[i]", 0, 0)).containsExactly(0, 0, 0);
    }

    @Test
    void whatDoesNotMoveHasNoEffect() {
        assertThat(valueAndGradient("sqrt(x[0] * 0) + x[1]", 1, 2)).containsExactly(2, 0, 1);
    }

    @Test
    void argumentsAreEvaluatedWhereTheyAreUsed() {
        Model model = model("fn first(a, b) = if a > 0 then a else b", "param x", "output y = first(x, log(-x))");
        Map<String, double[]> inputs = Map.of("x", new double[] {2});
        assertThat(Interpreter.values(model, Map.of(), inputs).get("y")).containsExactly(2);
        assertThat(Derivation.gradient(
                        model, Map.of(), inputs, "y", model.inputs().get(0).name()))
                .containsExactly(1);
    }

    @Test
    void sizesThatDoNotFitAreNamed() {
        Model model = model("dim N >= 2", "param x[N, 2]", "output y = sum(i, j) x[i, j]");
        assertThatThrownBy(() -> Interpreter.values(model, Map.of("N", 2), Map.of("x", new double[3])))
                .hasMessage("the value of x has 3 elements, and its shape is [2, 2]");
        assertThatThrownBy(() -> Interpreter.values(model, Map.of("N", 2), Map.of()))
                .hasMessage("input x is not given");
        assertThatThrownBy(() -> Interpreter.values(model, Map.of("N", 1), Map.of("x", new double[2])))
                .hasMessage("dim N is 1, and must be at least 2");
        assertThatThrownBy(() -> Interpreter.values(model, Map.of(), Map.of())).hasMessage("dim N is not given");
    }
}
