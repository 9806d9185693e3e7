package dev.costate.compiler.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gradients computed by several threads, against those computed by one without ranges. */
class ParallelTest {
    private static final double TOLERANCE = 1e-11;
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AfterEach
    void shutdown() {
        pool.shutdownNow();
    }

    /** These models of the cookbook have a batch, among others, where axes are long and where they are short. */
    @Test
    void cookbook() throws IOException {
        List<String> batches = new ArrayList<>();
        for (String name : Cookbook.models()) {
            ModelCompiler.Result result = Cookbook.compile(name);
            Model model = requireNonNull(result.model());
            for (int least : new int[] {3, 37}) {
                Map<String, Integer> dims = new LinkedHashMap<>();
                model.dims().stream()
                        .filter(Model.Dimension::given)
                        .forEach(d -> dims.put(d.dim().name(), Math.max((int) d.atLeast(), least + dims.size() % 3)));
                ModelInstance instance = LoadedModel.load(result).create(dims);
                Random random = new Random(name.hashCode());
                for (Tensor input : model.inputs()) {
                    if (input.role() != Tensor.Role.CONST) {
                        instance.set(input.name(), CookbookSizesTest.elements(input, dims, random));
                    }
                }
                if (hold(name, instance) && least > 3) {
                    batches.add(name);
                }
            }
        }
        assertThat(batches)
                .contains(("Autoregression BlackScholes BundleAdjustment Convolution GaussianMixture Hierarchy KMeans "
                                + "LinearRegression LogisticRegression MatrixFactorisation PoissonRegression "
                                + "PolicyGradient RidgeRegression RobustRegression SoftmaxRegression TwoLayerNetwork")
                        .split(" "));
    }

    /** Two walks over a batch in all combinations, with what is computed before and behind them. */
    @Test
    void combinations() {
        List<String> terms = List.of(
                "log(1 + exp(z[n]))",
                "(sum(k) h[n, k] * v[k] - y[n])^2",
                "v[at[n]] * z[n]",
                "min(k) (h[n, k] - v[k])^2",
                "(logsumexp(k) (h[n, k] + r[k]))",
                "(if y[n] > 0.5 then z[n] else z[n]^2) * e",
                "lgamma(1 + y[n]) * z[n] / e");
        int batches = 0;
        for (int i = 0; i < terms.size(); i++) {
            for (int j = i; j < terms.size(); j++) {
                String text = """
                        model M
                        dim N
                        dim D
                        dim K
                        data X[N, D]
                        data y[N]
                        data at[N] in K
                        param w[D]
                        param v[K]
                        param V[K, D]
                        param b
                        let e = exp(b)
                        let r[k] = sum(d) V[k, d]^2 * v[k]
                        let z[n] = b + sum(d) w[d] * X[n, d]
                        let h[n, k] = tanh(v[k] + sum(d) V[k, d] * X[n, d])
                        output y0 = e * sum(n) %s - log(1 + b^2) + mean(n) %s + sum(d) w[d]^2 / 2 + sum(k, d) V[k, d]^2 / 3
                        derive gradient of y0
                        """.formatted(terms.get(i), terms.get(j));
                ModelInstance instance = instance(text, Map.of("N", 7 + 30 * (i % 2), "D", 3, "K", 2 + j % 3));
                Random random = new Random(10L * i + j);
                for (Tensor input : instance.model().inputs()) {
                    double[] values = random.doubles(1 + 37 * 37, 0.2, 0.8).toArray();
                    int size = instance.shape(input.name()).stream().reduce(1, (a, c) -> a * c);
                    instance.set(
                            input.name(),
                            Arrays.stream(values)
                                    .limit(size)
                                    .map(u -> input.below() == null ? u : u > 0.5 ? 1 : 0)
                                    .toArray());
                }
                batches += hold(text, instance) ? 1 : 0;
            }
        }
        assertThat(batches).isEqualTo(terms.size() * (terms.size() + 1) / 2);
    }

    /** Whether there is a batch; if so, results do not depend on threads, and agree with those of one range. */
    private boolean hold(String what, ModelInstance instance) {
        Optional<Method> parallel = parallel(instance);
        if (parallel.isEmpty()) {
            return false;
        }
        Map<String, double[]> plain = results(instance);
        share(instance, parallel.get(), Runnable::run, 1);
        Map<String, double[]> one = results(instance);
        for (int threads = 2; threads <= 3; threads++) {
            share(instance, parallel.get(), pool, threads);
            results(instance)
                    .forEach((name, values) ->
                            assertThat(values).as("%s: %s", what, name).isEqualTo(one.get(name)));
        }
        one.forEach((name, values) -> {
            double[] expected = requireNonNull(plain.get(name));
            double scale = Arrays.stream(expected)
                    .filter(Double::isFinite)
                    .map(Math::abs)
                    .reduce(1, Math::max);
            for (int k = 0; k < values.length; k++) {
                boolean same = Double.isFinite(expected[k])
                        ? Math.abs(values[k] - expected[k]) <= TOLERANCE * scale
                        : !Double.isFinite(values[k]);
                assertThat(same)
                        .as(
                                "%s: %s[%s] is %s, not %s%n%s",
                                what,
                                name,
                                k,
                                values[k],
                                expected[k],
                                instance.model().source().text())
                        .isTrue();
            }
        });
        return true;
    }

    private static Optional<Method> parallel(ModelInstance instance) {
        return Arrays.stream(instance.object().getClass().getMethods())
                .filter(m -> m.getName().equals("parallel") && m.getParameterCount() == 2)
                .findFirst();
    }

    private static void share(ModelInstance instance, Method parallel, Executor executor, int threads) {
        try {
            assertThat(parallel.invoke(instance.object(), executor, threads)).isSameAs(instance.object());
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("parallel", e);
        }
    }

    /** All gradients, with the value by itself, which has the bits of that which comes with the gradient. */
    private static Map<String, double[]> results(ModelInstance instance) {
        Map<String, double[]> results = new LinkedHashMap<>();
        for (Model.Derivative derivative : instance.model().computed()) {
            if (derivative.form() == Form.GRADIENT) {
                String clause = derivative.clause();
                double value = instance.evaluation(clause).getAsDouble();
                String output = derivative.output().name();
                results.put(output, new double[] {value});
                assertThat(new double[] {instance.evaluation(output).getAsDouble()})
                        .as(clause)
                        .isEqualTo(results.get(output));
                results.put(clause, instance.derivative(clause));
            }
        }
        return results;
    }

    private static ModelInstance instance(String text, Map<String, Integer> dims) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("M.model", text), ModelCompiler.Options.of(""));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return LoadedModel.load(result).create(dims);
    }

    /** What needs a sum over the batch for another walk over it, runs in an order, or lives on a param's axis. */
    @Test
    void noBatch() {
        for (String lines : new String[] {
            "let m = mean(n) c * x[n] ; output y = sum(n) (c * x[n] - m)^4",
            "output y = logsumexp(n) c * x[n]",
            "output y = max(n) c * x[n]",
            "let s[0] = c ; let s[n + 1] = s[n] * x[n] for n in N ; output y = sum(n in N + 1) s[n]",
            "output y = sum(d) w[d]^2 * c",
            "output y = c^2 * sum(n) x[n]"
        }) {
            ModelInstance instance = instance(
                    "model M\ndim N\ndim D\ndata x[N]\nparam c\nparam w[D]\n" + lines.replace(" ; ", "\n")
                            + "\nderive gradient of y\n",
                    Map.of("N", 5, "D", 3));
            assertThat(parallel(instance)).as(lines).isEmpty();
        }
    }

    @Test
    void nothingIsAllocatedAfterTheFirstCalls() {
        ModelInstance instance = instance("""
                model M
                dim N
                data x[N]
                param w
                output y = sum(n) exp(w * x[n])
                derive gradient of y
                """, Map.of("N", 400));
        instance.set("x", new double[400]).set("w", new double[1]);
        share(instance, parallel(instance).orElseThrow(), task -> {}, 2);
        DoubleSupplier gradient = instance.evaluation("gradient of y");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int call = 0; call < 200; call++) {
            long before = threads.getThreadAllocatedBytes(thread);
            double value = gradient.getAsDouble();
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
            assertThat(value).isEqualTo(400);
        }
        assertThat(least).isZero();
    }

    /** Errors that data alone makes are those of the first range; missing data is told before any thread begins. */
    @Test
    void errors() {
        ModelInstance instance = instance("""
                model M
                dim N
                data at[N] in 100
                data x[N]
                param w[3]
                output y = sum(n) w[at[n]] * x[n]
                derive gradient of y
                """.replace("w[at[n]]", "w[at[n] - 1]"), Map.of("N", 40));
        share(instance, parallel(instance).orElseThrow(), pool, 3);
        double[] at = new double[40];
        Arrays.fill(at, 1);
        instance.set("at", at);
        assertThatThrownBy(() -> instance.derivative("gradient of y")).hasMessageContaining("data x is not bound");
        instance.set("x", new double[40]);
        at[20] = 7;
        at[30] = 9;
        instance.set("at", at);
        assertThatThrownBy(() -> instance.derivative("gradient of y")).hasMessageContaining("is 6");
        Arrays.fill(at, 2);
        instance.set("at", at).set("x", new double[40]);
        assertThat(instance.derivative("gradient of y")).containsExactly(0, 0, 0);
    }
}
