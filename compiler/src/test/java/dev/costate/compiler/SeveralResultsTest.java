package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions with several results, and functions as arguments: compiled against interpreted, in all derivative forms.
 */
class SeveralResultsTest {
    private static final String FUNCTIONS = """
            fn polar(x, y) -> (r, phi) {
              let r = hypot(x, y)
              let phi = atan2(y, x)
            }
            fn moments(a[n]) -> (m, d[n], v) {
              let m = mean(i) a[i]
              let d[i] = a[i] - m
              let v = mean(i) d[i]^2
            }
            fn split(a[n], k) -> (low[k], high[n - k]) {
              let low[i] = a[i] for i in k
              let high[i] = a[i + k]^2 for i in n - k
            }
            fn twice(f(_), x) = f(f(x))
            fn thrice(f(_), x) = twice(f, f(x))
            fn square(x) = x * x
            fn halved(x) = 0.5 * x
            fn midpoint(f(_, _), y[n], t, h) -> z[n] {
              let k = f(t, y)
              let y1[i] = y[i] + h / 2 * k[i]
              let z[i] = y[i] + h * f(t + h / 2, y1)[i]
            }
            fn swing(t, y[2]) = [y[1], 0.1 * cos(t) - sin(y[0])]
            fn decay(t, y[n]) -> d[n] {
              let d[i] = -y[i] * (1 + 0.1 * t)
            }
            fn newton(f(_), slope(_), x) = x - f(x) / slope(x)
            fn cubic(x) = x^3 - 2
            fn cubicSlope(x) = 3 * x^2
            fn map(f(_), a[n]) -> b[n] {
              let b[i] = f(a[i])
            }
            fn pairwise(f(_, _), a[n]) = sum(i, j < i) f(a[i], a[j])
            """;

    private static final String FORMS = """

            derive gradient of y
            derive directional of y
            derive hessian of y
            derive hvp of y
            derive diagonal hessian of y
            derive taylor of y order 3
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "param a\nparam b\nlet (r, phi) = polar(a, b)\noutput y = r^2 * sin(phi)",
                "param a\nparam b\nlet (_, phi) = polar(a, b)\noutput y = phi^3 + a * b",
                "dim N\nparam x[N]\nlet (r[i], p[i]) = polar(x[i], i + 1)\noutput y = sum(i) r[i] * p[i]^2",
                "dim N\nparam x[N]\nlet (r[i], p[i]) = polar(x[i], x[i + 1]) for i in N - 1\n"
                        + "output y = sum(i) r[i] * p[i]",
                "dim N\nparam x[N]\nlet (m, d, v) = moments(x)\noutput y = m * v + sum(i) d[i]^3",
                "dim N\nparam X[N, 3]\nlet (m[i], _, v[i]) = moments(X[i, :])\noutput y = sum(i) m[i]^2 * v[i]",
                """
                dim N
                param X[N, 3]
                let (m[i], d[i, k], v[i]) = moments(X[i, :])
                let e[0, k] = X[0, k]
                let (_, e[n + 1, k], _) = moments([e[n, 0], e[n, 1] * d[n, 0], 0.5]) for n in N
                let (_, f[k], _) = moments(m)
                output y = sum(i) m[i]^2 * v[i] + sum(i, k) d[i, k]^3 + e[N, 1] * f[0]""",
                "param x[5]\nlet (low, high) = split(x, 2)\noutput y = sum(i, j) low[i] * high[j]^2",
                "dim N\nparam x[N]\nfor i in N {\n  let (r[i], p[i]) = polar(x[i], 1)\n}\n"
                        + "output y = sum(i) r[i]^3 * p[i]",
                "param a\nparam b\nfn both(u, v) -> s {\n  let (r, phi) = polar(u, v)\n  let s = r * phi\n}\n"
                        + "output y = both(a, b)^2",
                "param a\nparam b\nlet (r, phi) = polar(if a > 0 then a else 2 * a, b)\n"
                        + "output y = if b > 5 then phi else r * phi",
                "dim N\nparam x\nparam z\nlet r[0] = x\nlet p[0] = z\n"
                        + "let (r[n + 1], p[n + 1]) = polar(r[n] * 0.9, p[n] + 1) for n in N\noutput y = r[N] * p[N]",
                // Functions as arguments.
                "param a\noutput y = twice(sin, a) + thrice(exp, 0.1 * a) + twice(square, a)",
                "param a\nparam b\noutput y = pairwise(hypot, [a, b, 2]) + pairwise(max, [a, b, 1])",
                """
                dim N
                param s[2]
                let u[0, k] = s[k]
                let u[n + 1, k] = midpoint(swing, u[n, :], 0.1 * n, 0.1)[k] for n in N
                output y = u[N, 0] * u[N, 1] + u[N, 0]""",
                "dim N\nparam s[N]\nlet u = midpoint(decay, s, 1, 0.2)\noutput y = sum(i) u[i]^2",
                "param a\noutput y = newton(cubic, cubicSlope, newton(cubic, cubicSlope, 2 + a^2))",
                "dim N\nparam x[N]\nlet m = map(halved, map(tanh, x))\noutput y = sum(i) m[i]^2",
                // A function of another function within one of the first.
                "param a\nfn inner(x) = twice(halved, x)\noutput y = twice(inner, a)^2 + twice(square, a)"
            })
    void isWhatTheInterpreterSays(String text) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("Test.model", "model Test\n" + FUNCTIONS + text + FORMS), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        Map<String, Integer> dims = Map.of("N", 4);
        Random random = new Random(3);
        Map<String, double[]> inputs = new LinkedHashMap<>();
        requireNonNull(result.model()).inputs().forEach(input -> {
            int size = input.shape().stream()
                    .mapToInt(axis -> (int) axis.evaluate(dim -> 4))
                    .reduce(1, (a, b) -> a * b);
            inputs.put(input.name(), random.doubles(size, -1.5, 1.5).toArray());
        });
        Agreement.of(text, result, dims, inputs, 1e-11).values().derivatives();
    }

    /** The results of one call share what computes them. */
    @Test
    void isCalledOnce() {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile(
                        "Test.model",
                        "model Test\n" + FUNCTIONS
                                + "dim N\nparam x[N]\nlet (m, d, v) = moments(x)\noutput y = m * v + sum(i) d[i]^3\n"),
                ModelCompiler.Options.of("").withStages());
        String program = requireNonNull(result.stages().get("lower"));
        assertThat(program.lines().filter(line -> line.startsWith("moments_v"))).hasSize(1);
    }
}
