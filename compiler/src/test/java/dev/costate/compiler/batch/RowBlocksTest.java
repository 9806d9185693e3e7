package dev.costate.compiler.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelCompiler.Options;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Functions as rows, block by block: the same results, and only where iterations are independent. */
class RowBlocksTest {
    private static final String HEAD = "model Any\ndim N\ndim D\ndata X[N, D]\ndata y[N]\nparam w[D]\nparam s\n";

    private static final Options PLAIN = Options.of("").without("blocks");

    /** What stands between the declarations and the clause; all are of an output `loss`. */
    private static final List<String> BATCHES = List.of(
            "let z[n] = s + sum(d) w[d] * X[n, d]\noutput loss = sum(n) (softplus(z[n]) - y[n] * z[n])\n",
            "output loss = sum(n) exp(s * exp(-(y[n] + s)^2))\n",
            """
            let z[n] = s + sum(d) w[d] * X[n, d]
            let p[n] = sigmoid(z[n])
            output loss = sum(n) (p[n] - y[n])^2 + sum(n) log(1 + p[n])
            """,
            "output loss = logsumexp(n) (s * y[n])\n",
            "output loss = sum(n) (if y[n] > 0 then exp(s * y[n]) else s * y[n]) + sum(n) exp(s + y[n])\n",
            """
            let z[n] = s * y[n]
            let t[n, d] = z[n] * X[n, d] * w[d]
            output loss = sum(n) log1p(exp(z[n]) * sum(d) t[n, d]^2)
            """,
            "let m[n] = sum(d) X[n, d] * w[d]\noutput loss = sum(n) expm1(m[n]) * sigmoid(-m[n])\n",
            """
            let Z[n, d] = s * sum(j < d) w[j] * X[n, j] + exp(w[d]) * (X[n, d] - w[d])
            output loss = sum(n) logsumexp(d) Z[n, d] - sum(n, d) Z[n, d]^2
            """,
            "let m[n] = min(d) sum(e) (X[n, e] * w[d] - s)^2\noutput loss = sum(n) m[n]\n",
            """
            let H[n, d] = max(0, sum(e) w[e] * w[d] * X[n, e])
            let p[n, d] = softmax(d) (s * H[n, d])
            output loss = sum(n, d) p[n, d] * (y[n] - H[n, d])^2
            """,
            """
            let v[n, d] = exp(s * X[n, d])
            let o[d, n, m] = v[n, d] * sin(X[m, d] * s)
            output loss = sum(d) (sum(n) o[d, n, n])^2
            """);

    /**
     * Where the iterations of a loop depend on each other, are too few, or are taken otherwise in some units, nothing
     * changes; nor do loops run late where no batch goes in blocks for it.
     */
    private static final List<String> OTHERS = List.of(
            "let h[n] = (if n > 0 then exp(-h[n - 1]^2) else s) + y[n]\noutput loss = sum(n) h[n]^2\n",
            """
            let h[n, d] = if d == 0 then s * X[n, 0] else (if h[n, d - 1] > 0 then w[0] * h[n, d - 1] else w[1])
                + sum(e < d) w[e] * h[n, e] + sum(e) w[e] * X[n, e]
            output loss = sum(n, d) h[n, d]
            """,
            "let m[n] = max(d) (X[n, d] * w[d])\noutput loss = sum(n) expm1(m[n]) * sigmoid(-m[n])\n",
            """
            let L[n, m] = (y[n] * y[m] - sum(k < m) L[n, k] * L[m, k]) / L[m, m] for n in N, m in 0 ..< n
            let L[n, n] = sqrt(s + y[n]^2 - sum(k < n) L[n, k]^2)
            let L[n, m] = 0 for n in N, m in n + 1 ..< N
            output loss = sum(n) L[n, n] * y[n]
            """,
            "output loss = sum(k in 12) exp(s * k) + sum(d) w[d] + sum(n) y[n] + sum(n, d) X[n, d]\n");

    @Test
    void resultsAreTheSameForAllLengths() {
        List<String> products = new ArrayList<>();
        for (String batch : BATCHES) {
            SourceFile source = source(batch);
            LoadedModel plain = LoadedModel.load(ModelCompiler.compile(source, PLAIN));
            ModelCompiler.Result blocked = ModelCompiler.compile(source, Options.of(""));
            String java = blocked.files().get(0).text();
            assertThat(java).as(batch).contains("int block = 0");
            if (java.contains("Rows.combine(theta, 0, 1, XRows, D, ")) {
                products.add(batch);
            }
            LoadedModel rows = LoadedModel.load(blocked);
            for (int n : new int[] {1, 31, 32, 255, 256, 257, 600}) {
                Map<String, double[]> expected = results(plain, n);
                results(rows, n).forEach((name, found) -> {
                    double[] values = expected.getOrDefault(name, new double[0]);
                    assertThat(found).hasSameSizeAs(values);
                    for (int k = 0; k < found.length; k++) {
                        assertThat(found[k])
                                .as("%s of %s for %s", name, batch, n)
                                .isCloseTo(values[k], within(1e-12 * (1 + Math.abs(values[k]))));
                    }
                });
            }
        }
        // Dot products of rows of data with a vector are taken for a whole block.
        assertThat(products).containsExactly(BATCHES.get(0), BATCHES.get(2), BATCHES.get(6));
    }

    /** A value is the same to the last bit with and without its gradient. */
    @Test
    void outputsAgreeWithThoseOfDerivatives() {
        for (String batch : BATCHES) {
            LoadedModel rows = LoadedModel.load(ModelCompiler.compile(source(batch), Options.of("")));
            ModelInstance instance = instance(rows, 600);
            double alone = instance.evaluation("loss").getAsDouble();
            double along = instance.evaluation("gradient of loss").getAsDouble();
            assertThat(along).as(batch).isEqualTo(alone);
        }
    }

    /** Data that is packed once gives the same bits as data that is read where it lies, also when it is bound anew. */
    @Test
    void packedDataChangesNoBit() {
        String products = """
                let Z[n, d] = s * sum(j < d) w[j] * X[n, j] + w[d] * (X[n, d] - w[d])
                let z[n] = s + sum(d) w[d] * X[n, d]
                output loss = sum(n) logsumexp(d) Z[n, d] + sum(n) (softplus(z[n]) - y[n] * z[n])
                """;
        String ofData = """
                let centred[n, d] = X[n, d] - mean(m) X[m, d]
                let Z[n, d] = s * sum(j < d) w[j] * (X[n, j] + w[d] * centred[n, j])
                output loss = sum(n) logsumexp(d) Z[n, d]
                """;
        for (String batch : List.of(BATCHES.get(8), products, ofData)) {
            LoadedModel plain = LoadedModel.load(
                    ModelCompiler.compile(source(batch), Options.of("").without("pack data")));
            ModelCompiler.Result packed = ModelCompiler.compile(source(batch), Options.of(""));
            assertThat(packed.files().get(0).text()).contains("Rows.packBlocks(X, XRows)");
            LoadedModel rows = LoadedModel.load(packed);
            for (int n : new int[] {32, 300}) {
                ModelInstance once = instance(plain, n);
                ModelInstance anew = instance(rows, n);
                assertThat(results(anew)).usingRecursiveComparison().isEqualTo(results(once));
                double[] other = new Random(5).doubles(3L * n, -2, 2).toArray();
                once.set("X", other);
                anew.set("X", other);
                assertThat(results(anew)).usingRecursiveComparison().isEqualTo(results(once));
            }
        }
    }

    /** What an array holds in the end is summed there. */
    @Test
    void rowsAreNotCopied() {
        String java = ModelCompiler.compile(
                        source("let m[n] = min(d) sum(e) (X[n, e] * w[d] - s)^2\noutput loss = sum(n) m[n]\n"),
                        Options.of(""))
                .files()
                .get(0)
                .text();
        assertThat(java.substring(java.indexOf("class Gradient")))
                .contains("mSumRow[lane] += ", "mSumRow = mSumRows[d]")
                .doesNotContain("= mSumRow[lane];");
    }

    @Test
    void sumsOverABlockAreKernels() {
        String model = """
                let Z[n, d] = w[d] + s * sum(e < d) X[n, e] * w[e]
                output loss = sum(n) logsumexp(d) Z[n, d]
                """;
        assertThat(ModelCompiler.compile(source(model), Options.of(""))
                        .files()
                        .get(0)
                        .text())
                .contains("Rows.sum(ZAdjRow, lanes)", "Rows.dot(ZSumAdjRow, XRows[i], lanes)")
                .contains(" += ZSumAdjRow[lane] * XRow3[lane];");
    }

    @Test
    void othersStayAsTheyAre() {
        for (String other : OTHERS) {
            SourceFile source = source(other);
            ModelCompiler.Result plain = ModelCompiler.compile(source, PLAIN);
            ModelCompiler.Result blocked = ModelCompiler.compile(source, Options.of(""));
            assertThat(plain.hasErrors()).as(other).isFalse();
            assertThat(blocked.files()).as(other).isEqualTo(plain.files());
        }
    }

    /** How long these are is found when data is bound, and rows are made before. */
    @Test
    void rangesThatDataBoundStayAsTheyAre() {
        SourceFile source = new SourceFile("Any.model", """
                model Any
                dim N
                dim K
                data many[K] in N
                data all : int
                data y[N]
                param s
                output first = sum(i < many[0]) exp(s * y[i])
                output loss = sum(i < all) exp(s * y[i]) + sum(k) (sum(i < many[k]) exp(s * y[i]))^2
                derive gradient of first
                derive gradient of loss
                """);
        ModelCompiler.Result blocked = ModelCompiler.compile(source, Options.of(""));
        assertThat(blocked.hasErrors()).isFalse();
        assertThat(blocked.files())
                .isEqualTo(ModelCompiler.compile(source, PLAIN).files());
    }

    /** Free numbers go to kernels as they are, and bounds that may be none leave functions in branches. */
    @Test
    void transformsOfDomainsGoInBlocks() {
        for (String domain : List.of("in 0 .. 1", "in -2 .. 5", "in a .. b", "> a", "simplex")) {
            SourceFile source = new SourceFile(
                    "Any.model",
                    "model Any\ndim N\ndata y[N]\ndata a[N]\ndata b[N]\nparam p[N] " + domain
                            + "\noutput lp = -sum(n) (p[n] - y[n])^2\nderive gradient of lp\n");
            ModelCompiler.Result blocked = ModelCompiler.compile(source, Options.of(""));
            assertThat(blocked.files().get(1).text()).as(domain).contains("int block = 0");
            ModelInstance rows = free(blocked);
            ModelInstance plain = free(ModelCompiler.compile(source, PLAIN));
            double[] expected = plain.derivative("gradient of lp");
            double[] found = rows.derivative("gradient of lp");
            double along = rows.evaluation("gradient of lp").getAsDouble();
            assertThat(along).as(domain).isEqualTo(rows.output("lp")[0]);
            assertThat(along).as(domain).isCloseTo(plain.output("lp")[0], within(1e-12 * Math.abs(along)));
            for (int k = 0; k < found.length; k++) {
                assertThat(found[k]).as(domain).isCloseTo(expected[k], within(1e-12 * (1 + Math.abs(expected[k]))));
            }
        }
    }

    private static ModelInstance free(ModelCompiler.Result compiled) {
        int n = 600;
        Random random = new Random(1);
        ModelInstance instance = LoadedModel.load(compiled).create(Map.of("N", n));
        double[] a = new double[n];
        double[] b = new double[n];
        for (int k = 0; k < n; k++) {
            a[k] = k % 5 == 0 ? Double.NEGATIVE_INFINITY : random.nextDouble();
            b[k] = k % 7 == 0 ? Double.POSITIVE_INFINITY : 1 + random.nextDouble();
        }
        instance.set("y", random.doubles(n, -1, 1).toArray());
        instance.set("a", a);
        instance.set("b", b);
        ModelInstance free = instance.unconstrained().get(0);
        for (int k = 0; k < free.theta().length; k++) {
            free.theta()[k] = random.nextDouble() * 6 - 3;
        }
        return free;
    }

    private static SourceFile source(String middle) {
        return new SourceFile("Any.model", HEAD + middle + "derive gradient of loss\n");
    }

    private static ModelInstance instance(LoadedModel model, int n) {
        Random random = new Random(1);
        ModelInstance instance = model.create(Map.of("N", n, "D", 3));
        instance.set("X", random.doubles(3L * n, -1, 1).toArray());
        instance.set("y", random.doubles(n, -1, 1).toArray());
        instance.set("w", 0.3, -0.4, 0.2);
        instance.set("s", 0.7);
        return instance;
    }

    private static Map<String, double[]> results(LoadedModel model, int n) {
        return results(instance(model, n));
    }

    private static Map<String, double[]> results(ModelInstance instance) {
        Map<String, double[]> results = new LinkedHashMap<>();
        results.put("loss", instance.output("loss").clone());
        instance.gradient("gradient of loss").forEach((name, value) -> results.put(name, value.clone()));
        return results;
    }
}
