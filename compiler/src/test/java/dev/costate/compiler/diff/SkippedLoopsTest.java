package dev.costate.compiler.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A zero adjoint skips the loops that it feeds, and its test stands outside of them. */
class SkippedLoopsTest {
    private static final double TOLERANCE = 1e-13;

    private static ModelCompiler.Result compile(String text) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Skipped.model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static String withoutSpace(ModelCompiler.Result result) {
        return result.files().get(0).text().replaceAll("\\s+", " ");
    }

    @Test
    void ofAllButTheLeast() {
        ModelCompiler.Result result = compile("""
                model Skipped
                dim N
                dim K
                dim D
                data x[N, D]
                param c[K, D]
                let distance[n, k] = sum(d) (x[n, d] - c[k, d])^2
                output loss = sum(n) min(k) distance[n, k]
                derive gradient of loss
                derive hvp of loss
                """);

        assertThat(withoutSpace(result)).contains("if (distanceAdj != 0.0) { for (int d = 0; d < D; d++) {");
        Map<String, double[]> inputs =
                Map.of("x", new double[] {0, 1, 2, 3, 4, 5}, "c", new double[] {0, 2, 4, 4, 0, 2});
        Agreement.of("ties", LoadedModel.load(result), Map.of("N", 3, "K", 3, "D", 2), inputs, TOLERANCE)
                .values()
                .derivatives();
    }

    @Test
    void ofADensityThatIsZero() {
        ModelCompiler.Result result = compile("""
                model Skipped
                dim N
                dim D
                data x[N, D]
                data y[N]
                param w[D]
                let eta[n] = sum(d) x[n, d] * w[d]
                output loss = sum(n) (if y[n] >= 0 then y[n] * eta[n] - exp(eta[n]) else -inf)
                derive gradient of loss
                """);

        assertThat(withoutSpace(result))
                .contains("if (etaAdj != 0.0) { Kernels.addRow(etaAdj, x, n * D, gradient, 0, D); }");
    }
}
