package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.IncompleteFunctions;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.op.Roots;
import dev.costate.compiler.op.Trigonometric;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Below an operation whose derivative is infinite, what has a derivative of zero contributes zero. */
class InfiniteAdjointTest {
    /** For each operation of the language that can be steep, a formula that is so where {@code @} is 0. */
    private static final Map<Op, String> STEEP = Map.of(
            IncompleteFunctions.GAMMA_P, "gamma_p(0.5, @)",
            IncompleteFunctions.GAMMA_Q, "gamma_q(0.5, @)",
            IncompleteFunctions.INC_BETA, "inc_beta(0.5, 0.5, @)",
            Roots.SQRT, "sqrt(@)",
            Roots.CBRT, "cbrt(@)",
            Powers.POW, "(@)^0.3 + pow(@, third)",
            Trigonometric.ASIN, "asin(1 - (@))",
            Trigonometric.ACOS, "acos((@) - 1)",
            Hyperbolic.ACOSH, "acosh(1 + (@))");

    private static final String INPUTS = """
            model Steep
            dim N >= 2
            fn hinge(a) = relu(a)^2
            fn powers(a, g) -> s[3] {
              let s[0] = a
              let s[i] = g * s[i - 1] for i in 1 ..< 3
            }
            param x
            param y
            param v[N]
            param w[N]
            data none[N]
            data nothing
            data third
            data at[N] in N
            let low = min(0, x + 1)
            let r[0] = relu(x)
            let r[t] = 0.5 * r[t - 1] + y^2 for t in 1 ..< N
            """;

    private static final Map<String, double[]> POINT = Map.of(
            "x", new double[] {-1},
            "y", new double[] {0},
            "v", new double[] {0, 0, 0},
            "w", new double[] {2, 2, 2},
            "none", new double[] {0, 0, 0},
            "nothing", new double[] {0},
            "third", new double[] {1 / 3.0},
            "at", new double[] {2, 0, 2});

    /** Also where the logarithm of a product is that of each factor, since a law knows one of them. */
    @Test
    void noneOfWhatIsImpossibleIsZero() {
        String text = """
                model Counts
                param u
                param w
                param v
                data y
                let q = log(w / normcdf(u))
                output a = y * log(sigmoid(u) * w)
                output b = log(w * sigmoid(u) * v) * y
                output c = y * log(w * normcdf(u)^2)
                output d = y * q
                output f = -y * log(normcdf(u) * w)
                output g = 2 * y * log(w * exp(-u^2) * v)
                output h = y * log(2 * w * softplus(u))
                """;
        String clauses = "abcdfgh"
                .chars()
                .mapToObj(c -> "derive gradient of " + (char) c + "\n")
                .collect(Collectors.joining());
        LoadedModel loaded = LoadedModel.load(
                ModelCompiler.compile(new SourceFile("Counts.model", text + clauses), ModelCompiler.Options.of("")));
        ModelInstance counts =
                loaded.create(Map.of()).set("u", 0.5).set("w", 0).set("v", 2).set("y", 0);
        loaded.model()
                .outputs()
                .forEach(output -> assertThat(counts.output(output.name())[0])
                        .as("%s", output)
                        .isZero());
        loaded.model()
                .derivatives()
                .forEach(d -> counts.gradient(d.clause())
                        .forEach((param, value) -> assertThat(value[0])
                                .as("%s by %s", d.clause(), param)
                                .isZero()));
    }

    @Test
    void everySteepOperationIsTested() {
        assertThat(Ops.FUNCTIONS.stream().filter(Op::steep).collect(Collectors.toSet()))
                .isEqualTo(STEEP.keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "relu(x)",
                "max(0, x)",
                "max(x, y^2)",
                "-min(0, -x)",
                "low",
                "clamp(x, 0, 5)",
                "clamp(x, 3 * y^2, 5)",
                "leaky_relu(x, 0)",
                "elu(y^2)",
                "relu(x)^2 + hinge(x) * 3",
                "y^2",
                "y^4 + y^6",
                "y * y * x",
                "square(y) / 7",
                "abs(y)",
                "sin(y)^2 + 1 - cos(y)",
                "nothing * x",
                "x * nothing + y * nothing",
                "trunc(0.3 * x) * x",
                "step(x) * x",
                "exp(1000 * x)",
                "sigmoid(1000 * x)",
                "softplus(1000 * x)",
                "normcdf(50 * x)",
                "exp(-1000 + x) * w[0]",
                "if x > 0 then x else y^2",
                "if x < 0 then relu(x) else sqrt(x)",
                "sum(i) v[i]^2",
                "mean(i) v[i]^2",
                "sum(i) v[i]^2 * w[i]",
                "sum(i) none[i] * w[i]",
                "sum(i) none[i] * v[at[i]]",
                "sum(i) v[at[i]]^2",
                "norm(i) v[i]",
                "prod(i) v[i]",
                "max(i) v[i]^2",
                "min(i) relu(-w[i])",
                "sum(i) relu(v[i] - 1)",
                "sum(i where none[i] > 0) w[i]",
                "mean(i) (w[i] - mean(k) w[k])^2",
                "(sum(i) (w[i] - mean(k) w[k])^2) / (N - 1)",
                "hypot(y, nothing)",
                "norm(i) (w[i] - w[0])",
                "r[N - 1]",
                "sum(i) powers(relu(x), y)[i]",
                "sum(i, j) (v[i] * v[j])^2",
            })
    void contributesZero(String flat) {
        String direct = steep(flat);
        String named = steep("flat");
        String text = INPUTS + "let flat = " + flat + "\noutput total = " + direct + " + " + named
                + "\nderive gradient of total\n";
        for (ModelCompiler.Options options : new ModelCompiler.Options[] {
            ModelCompiler.Options.of(""), ModelCompiler.Options.of("").literal()
        }) {
            ModelCompiler.Result result = ModelCompiler.compile(new SourceFile("Steep.model", text), options);
            Agreement agreement =
                    Agreement.of(flat, result, Map.of("N", 3), POINT, 1e-12).values();
            agreement.derivatives();
            agreement
                    .compiled()
                    .gradient("gradient of total")
                    .forEach((input, gradient) ->
                            assertThat(Arrays.stream(gradient)).as(input).allMatch(g -> g == 0));
        }
    }

    private static String steep(String flat) {
        return STEEP.values().stream()
                .sorted()
                .map(formula -> formula.replace("@", flat))
                .collect(Collectors.joining(" + "));
    }

    /** In a recurrence of many arrays, zeros of a piece come to each by way of the others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 20})
    void zerosAreFoundThroughRecurrences(int arrays) {
        StringBuilder model = new StringBuilder("model Chain\ndim N\nparam x\nparam w[N]\nlet a0[0] = relu(x)\n");
        model.append("let a0[t + 1] = a0[t] * (2 + sin(a").append(arrays).append("[t])) for t in N\n");
        for (int k = 1; k <= arrays; k++) {
            model.append(String.format("let a%d[0] = 1\nlet a%d[t + 1] = 2 * a%d[t] for t in N\n", k, k, k - 1));
        }
        model.append("output y = sum(t in N) log(a").append(arrays).append("[t] * w[t])\nderive gradient of y\n");
        int n = arrays + 2;
        double[] w = new double[n];
        Arrays.fill(w, 2);
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Chain.model", model.toString()), ModelCompiler.Options.of(""));
        double[] gradient = requireNonNull(LoadedModel.load(result)
                .create(Map.of("N", n))
                .set("x", -1)
                .set("w", w)
                .gradient("gradient of y")
                .get("w"));
        for (int t = 0; t < n; t++) {
            assertThat(gradient[t]).as("w[%d]", t).isEqualTo(t < arrays ? 0.5 : 0);
        }
    }
}
