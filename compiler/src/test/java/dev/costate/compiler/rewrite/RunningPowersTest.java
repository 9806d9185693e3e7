package dev.costate.compiler.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Powers by the index of a loop are running products, for values and derivatives of all kinds. */
class RunningPowersTest {
    private static final double TOLERANCE = 1e-13;
    private static final Map<String, Integer> DIMS = Map.of("N", 3, "M", 5);

    private static ModelCompiler.Result compile(String lines) {
        String text = "model Powers\ndim N\ndim M\ndata t[N]\nparam w[M]\nparam x\nparam v[N]\n" + lines;
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Powers.model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static void hold(ModelCompiler.Result result, double x, double t) {
        Map<String, double[]> inputs = new LinkedHashMap<>();
        inputs.put("t", new double[] {t, -t, 2 * t});
        inputs.put("w", new double[] {0.5, -1.5, 2, 0, 0.25});
        inputs.put("x", new double[] {x});
        inputs.put("v", new double[] {x, 1 + x, -2});
        Agreement.of(String.valueOf(x), LoadedModel.load(result), DIMS, inputs, TOLERANCE)
                .values()
                .derivatives();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(n) (sum(j) w[j] * t[n]^j - v[n])^2",
                "sum(j) w[j] * x^j + sum(j) w[j] * x^(j + 1) + sum(j) j * w[j] * (2 + x)^(j - 2)",
                "sum(n, j) w[j] * (x * v[n])^j + sum(i in N, j) w[j] * x^(i + 2 * j)",
                "sum(n, j) (x + t[n])^(j + 2) * w[j] + sum(n, j) (x - t[n])^(2 * j + 1) * w[j]",
                "sum(j in 2 .. M) x^j * w[j - 1] + sum(j in M) (if w[j] > 0 then x^j else w[j])",
                "sum(n) v[n] * x^n * max(j) (w[j] * x^(M - 1 - j))"
            })
    void areProducts(String y) {
        ModelCompiler.Result result =
                compile("output y = " + y + "\nderive gradient of y\nderive hessian of y\nderive hvp of y\n");
        for (double x : new double[] {0.7, -1.3, 0, 1}) {
            hold(result, x, 0.4);
            hold(result, x, 0);
        }
        assertThat(result.files().get(0).text()).contains("Kernels.powers(").doesNotContain("Elementary.pow");
    }

    /** Also in recurrences, where the base is known before. */
    @Test
    void inRecurrences() {
        ModelCompiler.Result result = compile("""
                let r[0] = x
                let r[j + 1] = r[j] * w[j] + x^j + r[j]^j for j in M
                output y = r[M]
                derive gradient of y
                """);
        hold(result, 0.5, 1);
        assertThat(result.files().get(0).text()).contains("Kernels.powers(x, ");
    }

    @Test
    void otherPowersStay() {
        List<String> others =
                List.of("sum(j) w[j]^j", "sum(j) x^(2 * j + w[j])", "sum(j) x^(-j - 1) * w[j]", "sum(j) exp(w[j])^x");
        for (String y : others) {
            ModelCompiler.Result result = compile("output y = " + y + "\nderive gradient of y\n");
            assertThat(result.files().get(0).text()).doesNotContain("Kernels.powers");
        }
    }
}
