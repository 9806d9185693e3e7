package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products in the steps of recurrences, by matrices packed before, and functions of vectors as rows. */
class RecurrentProductsTest {
    private static final double TOLERANCE = 1e-12;
    private static final String PACK = ".pack(theta, ";
    private static final String ROWS = "Rows.tanh(";

    private static final String HEAD = """
            model R
            dim T
            dim N
            dim H
            param start[N, H]
            """;

    private static final String TAIL = """
            output loss = sum(n, k) h[T, n, k]^2
            derive gradient of loss
            """;

    private static final String PLAIN = """
            param U[H, H]
            param V[H, H]
            let h[0, n, k] = start[n, k]
            let h[t + 1, n, k] = tanh(start[n, k] + sum(j) U[k, j] * h[t, n, j] + sum(j) V[j, k] * h[t, n, j]) for t in T
            """;

    /** A vector and a matrix that are no param; the steps of a second recurrence read the first. */
    private static final String GATED = """
            param U[H, H]
            param V[2, H, H]
            let W[j, k] = U[j, k] + U[k, j]
            let h[0, n, k] = start[n, k]
            let c[0, n, k] = 0
            for t in T, n in N, k in H {
              let g[t, n, i, k] = sum(j) V[i, j, k] * h[t, n, j] for i in 2
              let c[t + 1, n, k] = sigmoid(g[t, n, 0, k]) * c[t, n, k] + sigmoid(sum(j) W[k, j] * h[t, n, j])
              let h[t + 1, n, k] = sigmoid(g[t, n, 1, k]) * tanh(c[t + 1, n, k])
            }
            """;

    /** The matrix is another one in each step, or what is multiplied is what is added to. */
    private static final String UNSTEADY = """
            param U[H, H]
            param V[H, H]
            let h[0, n, k] = start[n, k]
            let A[0, j, k] = V[j, k]
            for t in T {
              let h[t + 1, n, k] = tanh(sum(j) A[t, j, k] * h[t, n, j])
              let A[t + 1, j, k] = sum(i) U[j, i] * A[t, i, k]
            }
            """;

    private static String text(String lines) {
        return HEAD + lines + TAIL;
    }

    /** The same for one row, without its axis. */
    private static String vector(String text) {
        return text.replace("dim N\n", "")
                .replace("[N, H]", "[H]")
                .replace("n in N, ", "")
                .replace("sum(n, k)", "sum(k)")
                .replace("n, ", "");
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String lines : List.of(PLAIN, GATED, UNSTEADY)) {
            texts.add(text(lines));
            texts.add(vector(text(lines)));
        }
        return texts;
    }

    private static ModelCompiler.Result result(String text, String packageName, Set<String> without) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("R.model", text),
                ModelCompiler.Options.of(packageName).without(without).withSum(SumMode.BLOCKED));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static String java(String text, String... without) {
        return result(text, "", Set.of(without)).files().get(0).text();
    }

    /** Where matrices are packed and where they are read as they are, with rows and without. */
    @ParameterizedTest
    @ValueSource(ints = {3, 33})
    void agreeWithTheInterpreter(int size) {
        List<ModelCompiler.Result> results = new ArrayList<>();
        for (String text : texts()) {
            results.add(result(text, "s" + results.size(), Set.of()));
        }
        List<LoadedModel> loaded = LoadedModel.load(results, List.of("-Xlint:all", "-Werror"));
        Random random = new Random(size);
        for (int k = 0; k < loaded.size(); k++) {
            boolean rows = k % 2 == 0;
            Map<String, Integer> dims = new LinkedHashMap<>(Map.of("T", 2, "H", size));
            if (rows) {
                dims.put("N", 3);
            }
            Map<String, double[]> inputs = new LinkedHashMap<>();
            inputs.put("start", numbers(random, rows ? 3 * size : size));
            inputs.put("U", numbers(random, size * size));
            inputs.put("V", numbers(random, size * size * (k / 2 == 1 ? 2 : 1)));
            Agreement.of(texts().get(k), loaded.get(k), dims, inputs, TOLERANCE)
                    .values()
                    .derivatives();
        }
    }

    private static double[] numbers(Random random, int count) {
        return random.doubles(count, -0.3, 0.3).toArray();
    }

    @Test
    void matricesArePackedBeforeTheSteps() {
        String java = java(vector(text(PLAIN)));
        assertThat(java)
                .contains("UPacked.pack(theta, UAt, 1, H, H, H);")
                .contains("UPacked.addProduct(h, t * H, 0, 1, hSum, t * H, 0, 1, 1);")
                .contains(ROWS);
        assertThat(java(vector(text(PLAIN)), "pack"))
                .doesNotContain(PACK)
                .contains("Kernels.addProduct(this, h, t * H");
        assertThat(java(vector(text(PLAIN)), "products")).doesNotContain(PACK).doesNotContain("addProduct(");
        assertThat(java(vector(text(PLAIN)), "blocks")).contains(PACK).doesNotContain(ROWS);
        assertThat(java(text(PLAIN))).contains("UPacked.addProduct(h, t * N * H, H, 1, hSum, t * N * H, H, 1, N);");
    }

    /** What is another matrix in each step is none to be packed; what is the same is. */
    @Test
    void matricesThatChangeStay() {
        assertThat(java(text(UNSTEADY))).contains(PACK + "UAt").doesNotContain("APacked");
    }
}
