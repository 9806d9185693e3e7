package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of arrays: that they are what the interpreter says, and how often they are computed. */
class ArrayFunctionsTest {
    private static final double TOLERANCE = 1e-11;

    private static final String LIBRARY = """
            fn dot(a[n], b[n]) = sum(i) a[i] * b[i]
            fn cross(a[3], b[3]) = [a[1]*b[2] - a[2]*b[1], a[2]*b[0] - a[0]*b[2], a[0]*b[1] - a[1]*b[0]]
            fn unit(a[n]) -> u[n] {
              let length = sqrt(dot(a, a))
              let u[i] = a[i] / length
            }
            fn minor(a[n, n], k) -> m[n - 1, n - 1] {
              let m[r, c] = if c < k then a[r + 1, c] else a[r + 1, c + 1]  for r in n - 1, c in n - 1
            }
            fn det(a[n, n]) -> d {
              let d = if n == 1 then a[0, 0] else sum(j) (1 - 2 * (j mod 2)) * a[0, j] * det(minor(a, j))
            }
            """;

    private static ModelCompiler.Result compile(String text) {
        SourceFile source = new SourceFile("Test.model", "model Test\n" + LIBRARY + text + "\n");
        ModelCompiler.Result result =
                ModelCompiler.compile(source, ModelCompiler.Options.of("").withStages());
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    /** Compiled, interpreted, at inputs that are the same for the same text. */
    private static Agreement agree(String text) {
        ModelCompiler.Result result = compile(text);
        Map<String, Integer> dims = new LinkedHashMap<>();
        requireNonNull(result.model()).dims().stream()
                .filter(d -> d.given())
                .forEach(d -> dims.put(d.dim().name(), dims.size() + 3));
        Random random = new Random(7);
        Map<String, double[]> inputs = new LinkedHashMap<>();
        result.model().inputs().forEach(input -> {
            int size = input.shape().stream()
                    .mapToInt(axis -> (int) axis.evaluate(dim -> dims.get(dim.name())))
                    .reduce(1, (a, b) -> a * b);
            inputs.put(input.name(), random.doubles(size, -1.5, 1.5).toArray());
        });
        return Agreement.of(text, result, dims, inputs, TOLERANCE).values().derivatives();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Arguments: names, slices, literals, calls, of inputs and of lets.
                "dim N\nparam X[N, 3]\nparam u[3]\nlet c = cross(u, X[N - 1, :])\n"
                        + "output y = sum(i) dot(c, X[i, :])^2 + dot(cross(c, u), [1, u[0], 2])",
                "dim N\nparam x[N + 2]\noutput y = sum(i in N) dot(x[i ..< i + 3], [1, -2, 1])^2",
                "dim N\nparam x[N]\noutput y = sum(i in N) dot(x[0 ..< i], x[0 ..< i])",
                "dim N\nparam A[N, N]\nparam x[N]\noutput y = sum(i) dot(A[i, 0 .. i], x[0 .. i])^3",
                "dim N\nparam x[N]\nfn ends(a[n]) = [a[0], a[n - 1]]\noutput y = ends(x)[1] + dot(ends(x), ends(x))",
                "dim N\nparam x[N]\noutput o = dot([x, x][0, 0 ..< 1], [x, x][1, N - 1 ..< N])\n"
                        + "output y = sum(i in N, k in 2) [x, x][k, i]^2 * k + o",
                // Whole arrays on the left.
                "param p\nlet R = [[cos(p), -sin(p)], [sin(p), cos(p)]]\noutput q = R\nlet S = R\n"
                        + "output y = det(S) + R[0, 1]",
                "dim N\nparam x[N]\nlet a = if x[0] > 0 then x else unit(x)\noutput y = sum(i) a[i]^3",
                "param x[3]\nlet a = if x[0] > 0 then [x[0], 2, 3] else cross(x, [1, 2, 3])\n"
                        + "output y = sum(i) a[i]^3 * i",
                "param x[3]\noutput b[i] = (if x[i] > 0 then [x[0], 2, 3] else cross(x, [1, 2, 3]))[i]\n"
                        + "output y = sum(i) b[i]",
                // Blocks at places with indices.
                "dim N\ndim M\nparam X[N, M]\noutput y = sum(i, j) unit(X[i, :])[j]^3 * (j + 1)",
                "dim N\ndim M\nparam X[N, M]\noutput y = sum(j) unit(X[:, j])[0] + max(i) unit(X[i, :])[0]",
                "dim N\nparam x[N]\noutput y = sum(i) (if i > 0 then unit([x[i - 1], x[i]])[0] else x[0])",
                "dim N\nparam x[N]\noutput y = sum(i, j < i) unit([x[i], x[j]])[0] * unit([x[i - 1 - j], 1])[1]",
                "dim N\nparam x[N]\n"
                        + "output y = sum(i in N, j in N where j < i and x[j] < 1) unit([x[i - 1], x[j]])[i - i]",
                "dim N\nparam x[N]\noutput y = sum(i in N) unit(x[0 .. i])[i]",
                "dim N\nparam x[N]\n"
                        + "output y = logsumexp(i) unit(unit(x))[i] + sum(i) softmax(i) unit([x[i], 2])[0] * x[i]",
                """
                dim N >= 2
                param x[N]
                param s
                fn mixed(t, a[n], k) -> z[n] {
                  let w = exp(t * a[k])
                  let z[i] = w * a[i] + k
                }
                output y = sum(i, k in N) mixed(s * x[0], x, k)[i]^2 + mixed(2, x, 1)[N - 1]""",
                // Recursion.
                "param A[4, 4]\noutput y = det(A)",
                "dim N\nparam A[N, 3, 3]\noutput y = sum(n) det(A[n, :, :])^2",
                "param x[5]\nfn total(a[n]) = if n == 0 then 0 else a[0] + 2 * total(a[1 ..< n])\noutput y = total(x)",
                "param x[6]\nfn tree(a[n]) = if n == 1 then sin(a[0]) else tree(a[0 ..< n div 2]) * tree(a[n div 2"
                        + " ..< n])\n"
                        + "output y = tree(x)",
                """
                param x[4]
                fn best(a[n]) -> b {
                  let m = max(i) a[i]
                  let b = if n == 1 then a[0] else m + logsumexp(i where i > 0) a[i] + best(a[1 ..< n])
                }
                output y = best(x)""",
                """
                param x[4]
                fn soft(a[n]) -> b {
                  let p[i] = softmax(i) a[i]
                  let b = if n == 1 then a[0] else norm(i) p[i] + (prod(i) a[i]) * soft(a[1 ..< n])
                }
                output y = soft(x) + soft([x[0], x[1]])""",
            })
    void agreesWithTheInterpreter(String text) {
        agree(text + "\nderive gradient of y");
    }

    @Test
    void whatTwoCallsHaveInCommonIsComputedOnce() {
        String one = "dim N\nparam X[N, 3]\nparam u[3]\noutput y = sum(n, i) unit(cross(u, X[n, :]))[i]^3\n";
        String two = one + "output z = sum(k, j) unit(cross(u, X[k, :]))[j]^3\n";
        Poly operations = requireNonNull(compile(one).operations().get("value"));
        assertThat(compile(two).operations()).containsEntry("value", operations);
    }

    /** A literal of a call is three equations, whatever index it is read at. */
    @Test
    void aCallIsComputedOnceForAllItsElements() {
        String lowered = compile(
                        "dim N\nparam u[3]\nparam v[3]\noutput y[i] = sum(k in N) cross(u, v)[i] * k for i in 3")
                .stages()
                .get("speculate");
        assertThat(requireNonNull(lowered).lines().filter(line -> line.startsWith("array")))
                .hasSize(3);
        assertThat(lowered).doesNotContain("array2_");
    }

    @Test
    void nestedCallsDoNotGrow() {
        String text = IntStream.range(1, 40)
                .mapToObj(k -> "fn f" + k + "(x) = f" + (k - 1) + "(x) * f" + (k - 1) + "(x + 1)")
                .collect(Collectors.joining("\n", "fn f0(x) = sin(x)\n", "\n"));
        assertThat(operations(text + "param x\noutput y = f39(x)")).isLessThan(40 * 40);
    }

    private static long operations(String text) {
        return requireNonNull(compile(text).operations().get("value"))
                .constant()
                .orElseThrow();
    }

    /** Laplace's expansion has n 2ⁿ⁻¹ distinct minors, of which each is computed once. */
    @Test
    void determinantsShareTheirMinors() {
        long eight = operations("param A[8, 8]\noutput y = det(A)");
        assertThat(eight).isLessThan(3 * 8 * 128);
        Agreement agreement = agree("param A[5, 5]\noutput y = det(A)\nderive gradient of y");
        double[] a = agreement.compiled().theta();
        assertThat(agreement.compiled().output("y")[0]).isCloseTo(determinant(a, 5), within(1e-12));
    }

    /** By elimination. */
    private static double determinant(double[] entries, int n) {
        double[] a = entries.clone();
        double det = 1;
        for (int k = 0; k < n; k++) {
            det *= a[k * n + k];
            for (int i = k + 1; i < n; i++) {
                double factor = a[i * n + k] / a[k * n + k];
                for (int j = k; j < n; j++) {
                    a[i * n + j] -= factor * a[k * n + j];
                }
            }
        }
        return det;
    }

    /**
     * What a call in a branch needs is computed where that branch is taken, once if several branches within need it.
     */
    @Test
    void callsInBranchesNotTakenAreNotEvaluated() {
        String lowered = compile("dim N\nparam x[N]\noutput y[i] = if x[i] > 0 then unit([sqrt(x[i]), 1])[0]"
                        + " + (if x[i] > 1 then unit([sqrt(x[i]), 1])[1] else 0) else 0")
                .stages()
                .get("inline");
        assertThat(requireNonNull(lowered).lines().filter(line -> line.contains("unit_u") && line.contains(" / ")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("where 0.0 < x[i]"));
    }
}
