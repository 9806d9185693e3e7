package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
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

/** Equations of integers: as subscripts, bounds and numbers, compiled against interpreted, in all derivative forms. */
class IntegerLetsTest {
    private static final String DATA = """
            dim N
            data n[N] : int in 0 .. 2
            data at[N] in N
            data m : int in 1 .. 3
            data x[2 * N]
            param w[N]
            param b

            """;

    private static final String FORMS = """

            derive gradient of y
            derive directional of y
            derive jacobian of y
            derive hessian of y
            derive hvp of y
            derive diagonal hessian of y
            derive taylor of y order 3
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Offsets of ragged rows.
                "let first[0] : int = 0\nlet first[i + 1] : int = first[i] + n[i]\n"
                        + "output y = sum(i in N) w[i] * (sum(k in first[i] ..< first[i + 1]) x[k] * w[i] + b)^2",
                // The same from the end.
                "let left[i] : int = n[i] + left[i + 1]\nlet left[N] : int = 0\noutput y = sum(i in N) left[i] * w[i]^3",
                // Counts, and what is made of them.
                "let size[k] : int = count(i where at[i] == k) for k in N\n"
                        + "let share[k] : int = size[k] div 2 + size[k] mod 2\noutput y = sum(k in N) share[k] * w[k]^3",
                "let before[i] : int = count(j < i where n[j] > n[i])\noutput y = sum(i) w[before[i]]^2 * w[i]",
                "let rank[i] : int = count(j where n[j] < n[i]) + count(j < i where n[j] == n[i])\n"
                        + "output y = sum(i in N) w[rank[i]]^3 * x[i]",
                // A permutation and its inverse.
                """
                let rank[i] : int = count(j where n[j] < n[i]) + count(j < i where n[j] == n[i])
                let order[r] : int = sum(i where rank[i] == r) i for r in N
                output y = sum(r in N) w[order[r]]^2 * (r + 1) + b * order[N - 1]""",
                // Sums, choices and scalars.
                "let total : int = sum(i) n[i]\nlet half : int = total div 2\noutput y = w[half mod N]^2 * total + b^2",
                "let most[0] : int = n[0]\nlet most[i + 1] : int = max(most[i], n[i + 1]) for i in N - 1\n"
                        + "output y = sum(i) most[i] * w[i]^2 + b",
                """
                let most[i] : int = if i == 0 then n[0] else max(most[i - 1], n[i]) for i in N
                let run[i] : int = if i > 0 and n[i - 1] == n[i] then run[i - 1] + 1 else 0 for i in N
                output y = sum(i) most[i] * w[i]^2 + sum(i) run[i] * w[i]""",
                "let calm[i] : int = if i == N - 1 then 0 else if n[i] == 1 then calm[i + 1] else calm[i + 1] + n[i]\n"
                        + "    for i in N\noutput y = sum(i) calm[i] * w[i]^2",
                """
                let most : int = max(i) n[i]
                let far[i] : int = min(j) (n[i] - n[j]) + most
                let most2[i] : int = max(j in 0 .. i, k in 2) k * n[j] for i in N
                output y = sum(i) (far[i] + most2[i]) * w[i]^2 + b * w[most mod N]""",
                "let next[i] : int = if i + n[i] < N then i + n[i] else at[i]\noutput y = sum(i) w[i] * w[next[i]]",
                "let wide[i] : int = if n[i] > 0 then m * n[i] else -1\n"
                        + "output y = sum(i where wide[i] > 1) w[i]^3 + sum(i) wide[i] * w[i]",
                // Integers that are subscripts of integers, and paths along data.
                "let two[i] : int = at[at[i]]\nlet four[i] : int = two[two[i]]\noutput y = sum(i) w[four[i]]^2 * w[i]",
                "let path[0] : int = 0\nlet path[t + 1] : int = at[path[t]] for t in N\n"
                        + "output y = sum(t in N + 1) w[path[t]]^2 * (t + 1)",
                // Two that need each other, two axes, blocks.
                "let p[0] : int = 1\nlet q[0] : int = 0\nlet p[t + 1] : int = (p[t] + 3 * q[t]) mod 7 for t in N\n"
                        + "let q[t + 1] : int = (p[t] + q[t]) mod 5 for t in N\noutput y = sum(t in N) p[t] * q[t] * w[t]^2",
                "let d[i, j] : int = max(i, j) - min(i, j) for i in N, j in N\n"
                        + "output y = sum(i, j in N) d[i, j] * w[i] * w[j]",
                "for i in N {\n  let c[i] : int = n[i] * n[i] - i\n  let v[i] = w[i]^c[i] * b\n}\noutput y = sum(i) (v[i] + 1)^2",
                // In branches, arguments, recurrences and bounds of lets.
                "fn pick(a[n], k) = if k >= 0 and k < n then a[k] else 0\nlet s[i] : int = at[i] - n[i]\n"
                        + "output y = sum(i) pick(w, s[i])^2 + b",
                "fn along(a[n], k[n]) = sum(i) a[i] * k[i]\nlet s[i] : int = at[i] - n[i]\noutput y = along(w, s)^2",
                "let k[t] : int = n[t] mod 2\nlet v[0] = b\nlet v[t + 1] = w[t] * v[t] + w[k[t]] for t in N\n"
                        + "output y = v[N]^2",
                "let k[i] : int = at[i] div 2\nlet u[i] = sum(j in 0 .. k[i]) w[j]^2\noutput y = sum(i) u[i] * w[i]",
                "output y = sum(i) w[i]^2 * c\nlet c : int = if N > 2 then 3 else m",
                // More outputs, more data behind one.
                "let s[i] : int = at[i] + n[i]\noutput z = sum(i) log(1 + x[s[i]]^2)\noutput y = z * b + sum(i) w[i]^2 * s[i]"
            })
    void isWhatTheInterpreterSays(String text) {
        ModelCompiler.Result result = compiled(DATA + text + FORMS);
        for (int seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            int size = 3 + seed;
            Map<String, double[]> inputs = new LinkedHashMap<>();
            for (var input : requireNonNull(result.model()).inputs()) {
                int length = input.shape().stream()
                        .mapToInt(axis -> (int) axis.evaluate(dim -> size))
                        .reduce(1, (a, b) -> a * b);
                inputs.put(
                        input.name(),
                        switch (input.name()) {
                            case "n" ->
                                random.ints(length, 0, 3).asDoubleStream().toArray();
                            case "at" ->
                                random.ints(length, 0, size).asDoubleStream().toArray();
                            case "m" -> new double[] {1 + random.nextInt(3)};
                            default -> random.doubles(length, 0.5, 1.5).toArray();
                        });
            }
            Agreement.of(text, result, Map.of("N", size), inputs, 1e-11)
                    .values()
                    .derivatives();
        }
    }

    /** As many choices as a code book has are one after the other, in time in proportion. */
    @Test
    void manyChoices() {
        String choices = IntStream.range(0, 30)
                .mapToObj(k -> "if n[i] == %1$d %2$s n[i] != %3$d then %4$d"
                        .formatted(k % 5 - 1, k % 2 == 0 ? "and" : "or not", k % 3, k * k % 7))
                .collect(Collectors.joining(" else "));
        isWhatTheInterpreterSays("let code[i] : int = " + choices
                + " else i\noutput y = sum(i) code[i] * w[i]^2 + sum(i where code[i] > 2) w[i] + b");
    }

    private static ModelCompiler.Result compiled(String text) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("Test.model", "model Test\n" + text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    /** They are computed anew when their data is bound anew, and not else. */
    @Test
    void followTheirData() {
        ModelInstance model = LoadedModel.load(compiled("""
                        dim N
                        data n[N] : int
                        data x[N]
                        param w[N]
                        let first[0] : int = 0
                        let first[i + 1] : int = first[i] + n[i]
                        output y = sum(i) (first[i + 1] + x[i]) * w[i]
                        derive gradient of y
                        """))
                .create(Map.of("N", 2))
                .set("n", 1, 2)
                .set("x", 0, 0)
                .set("w", 1, 10);
        assertThat(model.output("y")).containsExactly(31);
        model.set("n", 5, 1);
        assertThat(model.output("y")).containsExactly(65);
        model.set("x", 1, 1);
        assertThat(model.output("y")).containsExactly(76);
        assertThat(model.gradient("gradient of y").get("w")).containsExactly(6, 7);
    }

    /** A subscript that leaves its axis is told with its place, as is an integer that leaves 32 bits. */
    @Test
    void areChecked() {
        ModelInstance model = LoadedModel.load(compiled("""
                        dim N
                        data n[N] : int
                        param w[N]
                        let s[i] : int = 1000 * n[i]
                        output y = sum(i) w[s[i]]
                        derive gradient of y
                        """))
                .create(Map.of("N", 2))
                .set("n", 0, 1)
                .set("w", 1, 10);
        assertThatThrownBy(() -> model.output("y"))
                .hasMessageContaining("w[s[i]] at Test.model:6: subscript s[i] is 1000");
        model.set("n", 0, 3_000_000);
        assertThatThrownBy(() -> model.output("y")).hasMessageContaining("1000*n[i] at Test.model:5");
    }
}
