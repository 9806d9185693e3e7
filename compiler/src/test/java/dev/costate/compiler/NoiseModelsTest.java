package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.DiagnosticCode;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.runtime.Special;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models with random numbers: compiled against interpreted, and means against what they estimate. */
class NoiseModelsTest {
    private static final String FORMS = """

            derive gradient of y
            derive directional of y
            derive hessian of y
            derive hvp of y
            derive taylor of y order 3
            """;

    private static final String ASIAN = """
            noise z[S, T]
            param spot
            param vol
            param rate
            data strike = 100
            let x[s, 0]     = log(spot) for s in S
            let x[s, t + 1] = x[s, t] + (rate - vol^2 / 2) / T + vol / sqrt(T) * z[s, t] for s in S
            """;

    private static LoadedModel load(String text) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("Test.model", "model Test\n" + text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return LoadedModel.load(result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dim N\nnoise z[N]\nparam a\nparam b\noutput y = mean(i) tanh(a + b * z[i])^2",
                "dim N\ndim M\nnoise z[N, M]\nnoise u[M] uniform\nparam w[M]\n"
                        + "output y = sum(i) log(1 + exp(sum(j) w[j] * z[i, j] * u[j]))",
                "noise z\nnoise u uniform\nparam a\noutput y = sin(a * z) + a^2 * u",
                "dim N\nnoise z[N]\nparam a\nlet x[0] = a\nlet x[n + 1] = 0.5 * x[n] + a * z[n]\n"
                        + "output y = sum(n) x[n]^2",
                "dim N\nnoise z[2 * N, 3]\nparam a[3]\nfn dot(p[n], q[n]) = sum(i) p[i] * q[i]\n"
                        + "output y = sum(i) dot(a, z[i, :])^2",
                "dim N\nnoise z[N]\nlet w = z\nparam a[N]\noutput y = sum(i) exp(a[i] * w[i]) + w[0] * a[0]^2",
                "dim N\nnoise eps[N]\ndata pick[4] in N\nparam a\noutput y = sum(b) (a + eps[pick[b]])^3",
                "dim N\nnoise noise[N]\nparam uniform\noutput y = sum(i) uniform^2 * noise[i]"
            })
    void isWhatTheInterpreterSays(String text) {
        LoadedModel model = load(text + FORMS);
        Map<String, Integer> dims = Map.of("N", 5, "M", 3);
        Random random = new Random(3);
        Map<String, double[]> inputs = new LinkedHashMap<>();
        model.model().inputs().forEach(input -> {
            int size = input.shape().stream()
                    .mapToInt(axis -> (int) axis.evaluate(dim -> requireNonNull(dims.get(dim.name()))))
                    .reduce(1, (a, b) -> a * b);
            boolean pick = input.name().equals("pick");
            inputs.put(
                    input.name(),
                    pick
                            ? new double[] {4, 0, 0, 2}
                            : random.doubles(size, -1.5, 1.5).toArray());
        });
        Agreement.of(text, model, dims, inputs, 1e-11).values().derivatives();
    }

    @Test
    void rowsOfAJacobianReadTheModelsNumbers() {
        LoadedModel model = load("dim N\nnoise z[N]\nparam a[N]\noutput y[i] = exp(a[i] * z[i])\n"
                + "derive jacobian of y\nderive sparse jacobian of y\nderive vjp of y");
        Map<String, double[]> inputs = Map.of("a", new double[] {0.5, -1, 2});
        Agreement agreement =
                Agreement.of("rows", model, Map.of("N", 3), inputs, 1e-12).values();
        double[] dense = agreement.compiled().derivative("jacobian of y");
        double[] sparse = agreement.compiled().derivative("sparse jacobian of y");
        assertThat(sparse).containsExactly(dense[0], dense[4], dense[8]);
    }

    /** Densities of counts choose their formula by the data, so that derivatives of a mean leave nothing out. */
    @Test
    void densitiesOfCountsDoNotJumpByTheirLogit() {
        String text = """
                model Test
                import Distributions
                dim S
                noise z[S]
                data k : int
                data n : int
                param a
                output y = mean(s) (bernoulli_logit_logpmf(k, a + z[s]) + binomial_logit_logpmf(k, n, a * z[s]))
                derive gradient of y
                """;
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Test.model", text), ModelCompiler.Options.of(""));
        assertThat(result.diagnostics()).isEmpty();
    }

    /** Free numbers see the draws of the model they belong to. */
    @Test
    void aModelWithDomainsDrawsTheSame() {
        LoadedModel model = load("dim S\nnoise z[S]\nparam sigma > 0\n"
                + "output y = mean(s) exp(-sigma * z[s]^2) * sigma\nderive gradient of y");
        Map<String, double[]> inputs = Map.of("sigma", new double[] {1.5});
        Agreement.of("domain", model, Map.of("S", 9), inputs, 1e-12).values().derivatives();
    }

    /** Compiled and interpreted numbers share no code, and are the same bits; raising the first axis keeps them. */
    @Test
    void numbersAreTheSameBitsEverywhere() {
        LoadedModel model = load("dim N\nnoise z[N, 3]\nnoise u[N] uniform\noutput a[i, j] = z[i, j]\noutput b = u");
        ModelInstance small = model.create(Map.of("N", 700)).seed(-7);
        ModelInstance large = model.create(Map.of("N", 1000)).seed(-7);
        Map<String, double[]> interpreted = Interpreter.values(model.model(), Map.of("N", 700), Map.of(), -7);
        assertThat(small.output("a")).containsExactly(interpreted.get("a"));
        assertThat(small.output("b")).containsExactly(interpreted.get("b"));
        assertThat(large.output("a")).startsWith(small.output("a"));
        assertThat(small.seed(8).output("b")).isNotEqualTo(interpreted.get("b"));
    }

    /** The integral of x² from 0 to 1 as a mean. */
    @Test
    void meansConvergeLikeMonteCarlo() {
        LoadedModel model = load("dim S\nnoise u[S] uniform\noutput y = mean(s) u[s]^2");
        double[] squares = new double[2];
        int[] draws = {1000, 100_000};
        for (int k = 0; k < 2; k++) {
            double error = Math.sqrt((1.0 / 5 - 1.0 / 9) / draws[k]);
            ModelInstance instance = model.create(Map.of("S", draws[k]));
            for (int seed = 0; seed < 10; seed++) {
                double miss = instance.seed(seed).output("y")[0] - 1.0 / 3;
                assertThat(miss).isCloseTo(0, within(4 * error));
                squares[k] += miss * miss;
            }
        }
        assertThat(Math.sqrt(squares[0] / squares[1])).isBetween(4.0, 25.0); // 10 where errors fall as the root
    }

    /** The option on the geometric mean, whose price has a closed form: that mean is lognormal. */
    @Test
    void geometricAsianOptionHasItsClosedForm() {
        int s = 100_000;
        int t = 12;
        LoadedModel model = load("dim S\ndim T\n" + ASIAN
                + "let g[s] = exp(mean(t in 1 .. T) x[s, t])\nlet p[s] = exp(-rate) * max(g[s] - strike, 0)\n"
                + "output price = mean(s) p[s]\noutput second = mean(s) p[s]^2\n");
        ModelInstance instance = model.create(Map.of("S", s, "T", t))
                .set("spot", 100)
                .set("vol", 0.3)
                .set("rate", 0.05);
        double mean = Math.log(100) + (0.05 - 0.045) * (t + 1) / (2.0 * t);
        double variance = 0.09 * (t + 1) * (2 * t + 1) / (6.0 * t * t);
        double d = (mean - Math.log(100) + variance) / Math.sqrt(variance);
        double exact = Math.exp(-0.05)
                * (Math.exp(mean + variance / 2) * Special.normcdf(d) - 100 * Special.normcdf(d - Math.sqrt(variance)));
        for (int seed = 0; seed < 3; seed++) {
            double price = instance.seed(seed).output("price")[0];
            double spread = Math.sqrt((instance.output("second")[0] - price * price) / s);
            assertThat(price).isCloseTo(exact, within(4 * spread));
        }
    }

    /** Pathwise derivatives of the arithmetic one against central differences on common random numbers. */
    @Test
    void pathwiseGreeksAreTheDerivativesOfTheMean() {
        int s = 20_000;
        LoadedModel model = load("dim S\ndim T\n" + ASIAN
                + "output price = exp(-rate) * mean(s) max((mean(t in 1 .. T) exp(x[s, t])) - strike, 0)\n"
                + "derive gradient of price");
        ModelInstance instance = model.create(Map.of("S", s, "T", 12)).seed(3);
        double[] point = {100, 0.3, 0.05};
        double[] steps = {0.5, 0.002, 0.002};
        String[] names = {"spot", "vol", "rate"};
        set(instance, names, point);
        Map<String, double[]> gradient = instance.gradient("gradient of price");
        for (int k = 0; k < names.length; k++) {
            double[] up = point.clone();
            double[] down = point.clone();
            up[k] += steps[k];
            down[k] -= steps[k];
            double difference = (price(instance, names, up) - price(instance, names, down)) / (2 * steps[k]);
            double scale = Math.abs(difference) * 3 / Math.sqrt(s);
            assertThat(requireNonNull(gradient.get(names[k]))[0]).as(names[k]).isCloseTo(difference, within(3 * scale));
        }
    }

    private static void set(ModelInstance instance, String[] names, double[] point) {
        for (int k = 0; k < names.length; k++) {
            instance.set(names[k], point[k]);
        }
    }

    private static double price(ModelInstance instance, String[] names, double[] point) {
        set(instance, names, point);
        return instance.output("price")[0];
    }

    /** Neither paths nor numbers are kept: 25 million of either would be 200 MB. */
    @Test
    void aSweepKeepsNoPaths() {
        LoadedModel model = load("dim S\ndim T\n" + ASIAN
                + "output price = exp(-rate) * mean(s) max((mean(t in 1 .. T) exp(x[s, t])) - strike, 0)\n"
                + "derive gradient of price");
        ModelInstance instance = model.create(Map.of("S", 100_000, "T", 252))
                .set("spot", 100)
                .set("vol", 0.3)
                .set("rate", 0.05);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        instance.gradient("gradient of price");
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).isLessThan(64L << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output y = mean(s) (if a + z[s] > 0 then 1 else 0)\nderive gradient of y",
                "output y = mean(s) step(a * z[s])\nderive gradient of y",
                "output y = mean(s where z[s] < a) z[s] * a\nderive gradient of y",
                "output y = mean(s) floor(a + z[s]) * a\nderive directional of y",
                "output y = mean(s) max(a + z[s], 0)\nderive hessian of y",
                "output y = mean(s) abs(a + z[s])\nderive hvp of y",
                "output y = mean(s) (if a + z[s] > 0 then a + z[s] else 0)\nderive hessian of y",
                "output y = mean(s) (if a > z[s] and z[s] > 0 then a - z[s] else 1e-3)\nderive gradient of y",
                "output y = mean(s) (if a + z[s] > 5e6 then a else 0)\nderive gradient of y",
                "let p[s] = a + z[s]\noutput y = mean(s) (if log(p[s]) > 90 then a else 2 * a)\nderive gradient of y"
            })
    void jumpsThatDerivativesDoNotSeeAreTold(String text) {
        assertThat(warnings(text)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "output y = mean(s) max(a + z[s], 0)\nderive gradient of y",
                "output y = mean(s) (if z[s] > 0 then a * z[s] else 0)\nderive hessian of y",
                "output y = mean(s) (if a > 0 then a^2 * z[s] else a^3)\nderive hessian of y",
                "output p = mean(s) step(a + z[s])\noutput y = a^2\nderive gradient of y",
                "output y = mean(s) detach(a + z[s]) * a\nderive gradient of y",
                "output y = mean(s) softplus(a + z[s])\nderive hessian of y",
                "output y = mean(s) (if a + z[s] > 1 then a + z[s] - 1 else 0)\nderive gradient of y",
                "output y = sum(s where z[s] < a) (z[s] - a)\nderive gradient of y",
                "output y = mean(s) (if a * z[s] > 20 then a * z[s] else log1p(exp(a * z[s])))\nderive hessian of y",
                "output y = mean(s) (if a^2 + z[s]^2 >= 0 then a * z[s] else 1)\nderive hessian of y",
                "output y = mean(s) (if z[s] >= a then a * z[s] else -inf)\nderive hessian of y"
            })
    void otherConditionsAreNot(String text) {
        assertThat(warnings(text)).isZero();
    }

    /** They meet as one function where their conditions change. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "log_mix(sigmoid(a * z[s]), a + z[s], a * z[s])",
                "negative_binomial_logpmf(3, exp(a * z[s]), exp(a + z[s]))",
                "negative_binomial_log_logpmf(3, a * z[s], exp(a + z[s]))"
            })
    void stableFormsAreNot(String call) {
        assertThat(warnings("output y = mean(s) " + call + "\nderive hessian of y"))
                .isZero();
    }

    private static long warnings(String text) {
        String header = "model Test\nimport Distributions\ndim S\nnoise z[S]\nparam a\n";
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Test.model", header + text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result.diagnostics().stream()
                .filter(d -> d.code() == DiagnosticCode.NOISE_JUMP)
                .count();
    }
}
