package dev.costate.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is added first to an element is stored, where nobody has seen the element before. */
class FirstStoresTest {
    private static final String MODEL = """
            model First
            dim T
            dim K
            data y[T]
            param a
            param b
            param w[K]
            let h[0] = a
            let h[t + 1] = tanh(b * h[t] + y[t]) for t in T
            let z[0, k] = w[k]
            let z[t + 1, k] = sin(z[t, k] * b + h[t]) for t in T, k in K
            let c[t] = h[t] * y[t] + (if y[t] > 0 then h[t + 1] else 0) for t in T
            let d[0] = a
            let d[1] = b
            let d[t + 2] = c[t] * d[t + 1] + b * d[t] for t in T
            let s[0] = 1
            let s[t + 1] = s[t] * b + cos(s[t]) for t in T
            output loss = sum(t in T) (c[t]^2 + sin(h[t])) + sum(k) z[T, k]^2
                + sum(t in T, k) z[t, k] * y[t] + sum(t in T) d[t + 1] * d[t] + s[T]
            derive gradient of loss
            derive hvp of loss
            """;

    @Test
    void agree() {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("First.model", MODEL), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        String java = result.files().get(0).text();
        String backward = java.substring(java.indexOf("class Backward"), java.indexOf("class Hvp"));
        assertThat(backward)
                .as("each element is added to once before others see it")
                .contains("cAdj[t] = ", "zAdj[t * K + k] = ", "Arrays.fill(zAdj, K * T, ")
                .doesNotContain("Arrays.fill(cAdj")
                .as("a neighbour is added to as well, only in a branch, or several times in one iteration")
                .contains("Arrays.fill(dAdj, 0.0)", "Arrays.fill(hAdj, 0.0)")
                .as("what is added before the loop is stored at its end, so that the loop carries it")
                .contains("double sAdj = ")
                .doesNotContain("double[] sAdj", "Arrays.fill(sAdj");
        Map<String, double[]> inputs = new LinkedHashMap<>();
        inputs.put("y", new double[] {0.3, -0.7, 1.1});
        inputs.put("a", new double[] {0.4});
        inputs.put("b", new double[] {-0.6});
        inputs.put("w", new double[] {0.2, -0.9});
        Agreement.of("First", LoadedModel.load(result), Map.of("T", 3, "K", 2), inputs, 1e-12)
                .values()
                .derivatives()
                .derivatives(); // once more, since arrays hold what the first calls left
    }
}
