package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However a softmax is spelt, derivatives keep their digits where one share is nearly 1: to 12 digits of the largest
 * entry, which itself may be 1e-130. The reference is the formula by differences to the largest element.
 */
class SoftmaxDigitsTest {
    private static final double TOLERANCE = 1e-12;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static final double[][] SCORES = {
        {1, 2, 3, 4},
        {20, -1, 0.5, 0},
        {0.25, 80, -1, 1.5},
        {0.25, 380, -1, 80},
        {0, 1, 2, -300},
        {-1000, -1300, -1301, -1302.5},
        {40, 40, 39.5, -45},
        {5, 5, -80, 5},
        {90, 90, -80, 0},
        {90, 89.999999999, -80, 0},
        {3, -INF, 90, -INF},
        {-INF, -INF, -INF, -INF},
    };

    private static final double[][] WEIGHTS = {{1, 2, 3, 4}, {101, 97, 100.5, 100}, {-2, 0, 5, 1e-3}};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "let p[j] = softmax(j) z[j]",
                "let p[j] = exp(z[j]) / sum(k) exp(z[k])",
                "let p[j] = exp(logsoftmax(j) z[j])",
                "let l[j] = logsoftmax(j) z[j] ; let p[j] = exp(l[j])",
                "let p[j] = exp(z[j] - logsumexp(k) z[k])",
                "let l = logsumexp(k) z[k] ; let p[j] = exp(z[j] - l)",
                "let l = log(sum(k) exp(z[k])) ; let p[j] = exp(z[j] - l)",
                "let e[j] = exp(z[j]) ; let p[j] = e[j] / sum(k) e[k]",
                "let e[j] = exp(z[j]) ; let total = sum(k) e[k] ; let p[j] = e[j] / total",
                "let total = sum(k) exp(z[k]) ; let p[j] = exp(z[j]) / total",
                "let s[j] = 0.5 * z[j] + 0.5 * z[j] ; let p[j] = softmax(j) s[j]",
                "let p[j] = softmax(j) (z[j] - 3)",
                "let q[j] = if mask[j] > 0 then z[j] else log(0) ; let p[j] = softmax(j) q[j]",
                "let q[j] = if mask[j] > 0 then z[j] else log(0) ; let p[j] = exp(q[j]) / sum(k) exp(q[k])",
                "let p[j] = if mask[j] > 0 then exp(z[j]) / sum(k where mask[k] > 0) exp(z[k]) else 0",
                "output y = sum(j where mask[j] > 0) softmax(j) z[j] * v[j]",
                "output y = sum(j where mask[j] > 0) v[j] * exp(z[j]) / sum(k where mask[k] > 0) exp(z[k])",
            })
    void sharesKeepTheirDigits(String spelling) {
        boolean masked = spelling.contains("mask");
        ModelInstance model = model(spelling + (spelling.contains("output") ? "" : " ; output y = sum(j) p[j] * v[j]"));
        model.set("mask", 1, 1, masked ? 0 : 1, 1);
        for (double[] z : SCORES) {
            for (double[] v : WEIGHTS) {
                if (finite(z) || spelling.startsWith("let p[j] = softmax")) {
                    double[] scores = z.clone();
                    scores[2] = masked ? -INF : z[2];
                    double[] p = shares(scores);
                    double[] expected = byDifferences(scores, p, v);
                    model.set("z", z).set("v", v);
                    Map<String, double[]> gradient = model.gradient("gradient of y");
                    check(z, v, requireNonNull(gradient.get("v")), p);
                    check(z, v, requireNonNull(gradient.get("z")), expected);
                }
            }
        }
    }

    /** 1 - p of the label is the sum of all other shares. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "output y = -log(exp(z[label]) / sum(k) exp(z[k]))",
                "let p[j] = softmax(j) z[j] ; output y = -log(p[label])",
                "let l[j] = logsoftmax(j) z[j] ; output y = -l[label]",
                "output y = (logsumexp(k) z[k]) - z[label]",
                "output y = log(sum(k) exp(z[k])) - z[label]",
                "let l = logsumexp(k) z[k] ; output y = -(z[label] - l)",
                "output y = -sum(j where mask[j] > 0) (if j == label then logsoftmax(j) z[j] else 0)",
            })
    void crossEntropyKeepsItsDigits(String spelling) {
        ModelInstance model = model(spelling);
        for (double[] z : SCORES) {
            for (int label = 0; label < z.length; label++) {
                if (finite(z)) {
                    double[] expected = shares(z);
                    int own = label;
                    expected[label] = -IntStream.range(0, z.length)
                            .filter(k -> k != own)
                            .mapToDouble(k -> expected[k])
                            .sum();
                    double[] got = model.set("z", z)
                            .set("label", label)
                            .gradient("gradient of y")
                            .get("z");
                    check(z, new double[] {label}, requireNonNull(got), expected);
                }
            }
        }
    }

    private static ModelInstance model(String lines) {
        String text = "model Softmax\ndim N\ndata label in N\ndata mask[N]\nparam z[N]\nparam v[N]\n"
                + lines.replace(" ; ", "\n") + "\nderive gradient of y\n";
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Softmax.model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return LoadedModel.load(result)
                .create(Map.of("N", 4))
                .set("mask", 1, 1, 1, 1)
                .set("label", 0)
                .set("v", 0, 0, 0, 0);
    }

    private static boolean finite(double[] z) {
        return Arrays.stream(z).allMatch(Double::isFinite);
    }

    private static double[] shares(double[] z) {
        double largest = Arrays.stream(z).max().orElseThrow();
        double[] e = Arrays.stream(z)
                .map(x -> x == largest ? 1 : Math.exp(x - largest))
                .toArray();
        double sum = Arrays.stream(e).sum();
        return Arrays.stream(e).map(x -> x / sum).toArray();
    }

    private static double[] byDifferences(double[] z, double[] p, double[] g) {
        int m = 0;
        for (int k = 1; k < z.length; k++) {
            m = z[k] > z[m] ? k : m;
        }
        double t = 0;
        for (int k = 0; k < z.length; k++) {
            t += k == m ? 0 : p[k] * (g[k] - g[m]);
        }
        double[] result = new double[z.length];
        for (int k = 0; k < z.length; k++) {
            result[k] = p[k] * (g[k] - g[m] - t);
        }
        return result;
    }

    private static void check(double[] z, double[] v, double[] got, double[] expected) {
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int k = 0; k < got.length; k++) {
            assertThat(Math.abs(got[k] - expected[k]) <= TOLERANCE * largest)
                    .as(
                            "z = %s, with %s: [%d] of %s, not of %s",
                            Arrays.toString(z), Arrays.toString(v), k, Arrays.toString(got), Arrays.toString(expected))
                    .isTrue();
        }
    }
}
