package dev.costate.compiler.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.pipeline.Equations;
import dev.costate.compiler.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of the first number that is not finite. */
class FirstNonFiniteTest {
    /** Of the output {@code y} or, if that is finite, its gradient. */
    private static String story(String text, Map<String, Long> dims, Map<String, double[]> given) {
        Equations equations = requireNonNull(
                ModelCompiler.equations(new SourceFile("M.model", "model M\n" + text), ModelCompiler.Options.of("")));
        Map<Tensor, double[]> inputs = new LinkedHashMap<>(equations.defaults());
        equations.model().inputs().stream()
                .filter(input -> given.containsKey(input.name()))
                .forEach(input -> inputs.put(input, requireNonNull(given.get(input.name()))));
        Equations.Gradient gradient = equations.gradients().values().iterator().next();
        Trace trace = Trace.of(gradient.equations(), equations.values().make(), dims, inputs);
        for (Tensor output : equations.model().outputs()) {
            String story = FirstNonFinite.behind(trace, output, output.name()).orElse("");
            if (!story.isEmpty()) {
                return story;
            }
        }
        StringBuilder all = new StringBuilder();
        gradient.adjoints()
                .forEach((input, adjoint) -> FirstNonFinite.behind(trace, adjoint, "dy/d" + input.name())
                        .ifPresent(all::append));
        return all.toString();
    }

    private static String story(String text, double x) {
        return story("param x\n" + text + "\nderive gradient of y", Map.of(), Map.of("x", new double[] {x}));
    }

    @Test
    void namesLineIndicesAndOperands() {
        String text = """
                dim N
                data x[N]
                param w
                let p[i] = w - x[i]
                output y = log(p[N - 1]) + sum(i) p[i]
                derive gradient of y
                """;
        assertThat(story(text, Map.of("N", 3L), Map.of("x", new double[] {-1, -2, 1}, "w", new double[] {1})))
                .isEqualTo("""
                        y is -Infinity
                          M.model:6: `log(0.0)` with p[N - 1] = 0.0, is -Infinity, in y
                            output y = log(p[N - 1]) + sum(i) p[i]
                            hint: where the argument only becomes too small for a number, compute its logarithm itself, as \
                        `logsumexp` does; `xlogy(w, p)` is 0 where both are""");
        String indexed = text.replace("log(p[N - 1]) + sum(i) p[i]", "sum(i) i * log(p[i])");
        assertThat(story(indexed, Map.of("N", 3L), Map.of("x", new double[] {-1, -2, 1}, "w", new double[] {1})))
                .contains("M.model:6: `xlogy(2.0, 0.0)` with p[2] = 0.0, is -Infinity at i = 2\n");
    }

    /** A NaN that is a difference of infinities tells where both began. */
    @Test
    void followsNaNsToInfinities() {
        assertThat(story("let a = exp(x)\nlet b = exp(2 * x)\noutput y = a - b * sin(x)", 800))
                .startsWith("y is NaN\n")
                .contains("is NaN, in y", "M.model:3: `exp(800.0)` with x = 800.0, is Infinity, in a")
                .contains("hint: it overflows beyond 709.78");
    }

    @Test
    void hasAWordForWhatIsUsual() {
        assertThat(story("output y = (x - 1) / (x - 1 + sin(x) - sin(x))", 1))
                .contains("`0.0 / 0.0`", "is NaN", "hint: say what the quotient is at 0");
        assertThat(story("output y = sqrt(x)", -1e-17))
                .contains("`sqrt(-1.0E-17)` with x = -1.0E-17, is NaN", "hint: where only rounding makes");
        assertThat(story("output y = log(x)", -2)).contains("hint: its argument must not be negative");
        assertThat(story("output y = 1 / x", 0)).contains("`1.0 / 0.0` with x = 0.0, is Infinity", "hint: say what");
    }

    /** A derivative that is not finite where the value is: the equation forward that it belongs to. */
    @Test
    void tellsTheEquationOfAnAdjoint() {
        assertThat(story("let s = sqrt(x)\noutput y = s + 1", 0))
                .startsWith("dy/dx is Infinity\n")
                .contains("M.model:3:", "in the adjoint of x", "let s = sqrt(x)");
    }

    @Test
    void saysNothingWhereAllIsFinite() {
        assertThat(story("output y = if x > 0 then log(x) else 0", -1)).isEmpty();
    }

    @Test
    void tellsAnInputThatIsNoNumber() {
        assertThat(story("output y = x^2", Double.NaN)).contains("the input x is NaN");
    }
}
