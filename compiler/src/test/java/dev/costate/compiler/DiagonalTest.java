package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The diagonal of a Hessian by itself: the entries are those of the matrix, and it costs about as much as a gradient.
 */
class DiagonalTest {
    private static final String DECLARATIONS = """
            model Diagonal
            dim N
            dim K
            dim D
            data x[N, D]
            data y[N]
            """;

    /** A model, and how many gradients its diagonal may cost. */
    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("k-means", """
                        param c[K, D]
                        let distance[n, k] = sum(d) (x[n, d] - c[k, d])^2
                        output loss = sum(n) min(k) distance[n, k]
                        """, 3),
                Arguments.of("mixture of clusters", """
                        param c[K, D]
                        let distance[n, k] = sum(d) (x[n, d] - c[k, d])^2
                        output loss = -sum(n) logsumexp(k) (-distance[n, k])
                        """, 3),
                Arguments.of("logistic regression", """
                        param w[D]
                        param b
                        let z[n] = b + sum(d) x[n, d] * w[d]
                        output loss = mean(n) (softplus(z[n]) - y[n] * z[n]) + 0.5 * sum(d) w[d]^2
                        """, 3),
                Arguments.of("softmax regression", """
                        param W[D, K]
                        let z[n, k] = sum(d) x[n, d] * W[d, k]
                        output loss = sum(n) (logsumexp(k) z[n, k] - z[n, 0] * y[n])
                        """, 3),
                Arguments.of("rows by themselves", """
                        param f[N]
                        output loss = sum(n) (softplus(f[n]) - y[n] * f[n])
                        """, 3),
                Arguments.of("censored rows", """
                        param f[N]
                        let t[n] = y[n] - f[n]
                        output loss = sum(n) (if y[n] > 0 then 0.5 * t[n]^2 else -log_normcdf(t[n]))
                        """, 3),
                Arguments.of("rows in a triangle", """
                        param f[N]
                        output loss = sum(n in N) sum(m in n) (y[n] * exp(f[n]) - f[m]^3)^2
                        """, 5),
                Arguments.of("classes", """
                        data label[N] in K
                        param c[K, 2]
                        output loss = sum(n) (exp(c[label[n], 0] * y[n]) + c[label[n], 1]^4 * c[0, 1])
                        """, 4),
                Arguments.of("a layer", """
                        param w[K, D]
                        param v[K]
                        let h[n, k] = tanh(sum(d) w[k, d] * x[n, d])
                        output loss = sum(n) (y[n] - sum(k) v[k] * h[n, k])^2
                        """, 4),
                Arguments.of("neighbours", """
                        param f[N]
                        output loss = sum(n in 1 ..< N) (f[n] * f[n-1] - y[n])^2 + sum(n in N) exp(f[n]) * f[N - 1 - n]
                        """, 9));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void costsAFewGradients(String name, String text, int gradients) {
        ModelCompiler.Result result = compile(
                text + "derive gradient of loss\nderive diagonal hessian of loss\n", ModelCompiler.Options.of(""));
        Poly gradient = requireNonNull(result.operations().get("gradient of loss"));
        Poly diagonal = requireNonNull(result.operations().get("diagonal hessian of loss"));
        for (Map<String, Long> sizes : List.of(
                Map.of("N", 40L, "K", 7L, "D", 5L),
                Map.of("N", 200L, "K", 2L, "D", 90L),
                Map.of("N", 9L, "K", 90L, "D", 2L))) {
            assertThat(value(diagonal, sizes))
                    .as("%s against %s", diagonal, gradient)
                    .isLessThanOrEqualTo(gradients * value(gradient, sizes));
        }
    }

    private static long value(Poly count, Map<String, Long> sizes) {
        return count.evaluate(atom -> atom instanceof Atom.Dim dim ? requireNonNull(sizes.get(dim.name())) : 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void hasTheEntriesOfTheMatrix(String name, String text, int gradients) {
        String clauses = "derive hessian of loss\nderive diagonal hessian of loss\n";
        for (ModelCompiler.Options options : List.of(
                ModelCompiler.Options.of(""), ModelCompiler.Options.of("").literal())) {
            ModelCompiler.Result result = compile(text + clauses, options);
            LoadedModel model = LoadedModel.load(result);
            Random random = new Random(5);
            for (Map<String, Integer> dims : List.of(
                    Map.of("N", 5, "K", 3, "D", 2), Map.of("N", 1, "K", 1, "D", 1), Map.of("N", 4, "K", 2, "D", 3))) {
                Map<String, Integer> used = new LinkedHashMap<>();
                requireNonNull(result.model())
                        .dims()
                        .forEach(d -> used.put(
                                d.dim().name(), requireNonNull(dims.get(d.dim().name()))));
                ModelInstance instance = model.create(used);
                for (Tensor input : requireNonNull(result.model()).inputs()) {
                    int size = instance.shape(input.name()).stream().reduce(1, (a, b) -> a * b);
                    boolean whole = input.type() == Tensor.Type.INTEGER;
                    int classes = requireNonNull(dims.get("K"));
                    instance.set(
                            input.name(),
                            random.doubles(size, -1, 1)
                                    .map(v -> whole ? Math.floor((v + 1) / 2 * classes) : v)
                                    .toArray());
                }
                double[] hessian = instance.derivative("hessian of loss");
                double[] diagonal = instance.derivative("diagonal hessian of loss");
                for (int k = 0; k < diagonal.length; k++) {
                    assertThat(diagonal[k])
                            .as("entry %s of %s", k, diagonal.length)
                            .isCloseTo(hessian[k * diagonal.length + k], within(1e-12 * (1 + Math.abs(diagonal[k]))));
                }
            }
        }
    }

    /** Where it goes through recurrences, it takes a direction for each input, and that is said. */
    @Test
    void takesAllDirectionsThroughRecurrences() {
        String text =
                "param f[N]\nlet s[0] = f[0]\nlet s[t] = sin(s[t-1] + f[t]) for t in 1 ..< N\noutput loss = s[N-1]\n";
        ModelCompiler.Result result = compile(
                text + "derive diagonal hessian of loss\n",
                ModelCompiler.Options.of("").withStages());
        assertThat(result.stages().get("operations"))
                .contains("forward over reverse mode, a direction for each of the N inputs");
    }

    /** An index that data bound within a branch: the other entries are computed, too. */
    @Test
    void takesAllDirectionsWhereDataBoundAnIndexInABranch() {
        String text = """
                data pick[N] in N
                param a[N]
                output loss = sum(i in N) (if i > 0 then sum(k in pick[i - 1]) sin(sum(j in N) a[j] * a[k]) else 0)
                """;
        assertThat(compile(text + "derive diagonal hessian of loss\n", ModelCompiler.Options.of(""))
                        .files())
                .isNotEmpty();
    }

    private static ModelCompiler.Result compile(String text, ModelCompiler.Options options) {
        SourceFile source = new SourceFile("Diagonal.model", DECLARATIONS + text);
        ModelCompiler.Result result = ModelCompiler.compile(source, options);
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }
}
