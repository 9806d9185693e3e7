package dev.costate.compiler.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.RandomSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of matrices by kernels: chains of them, with axes in any order, against the interpreter and the loops. */
class MatrixProductsTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 8);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 70_000);
    private static final double TOLERANCE = 1e-12;
    private static final String CALL = "Kernels.addProduct(";

    /** Layers of a network without biases: each a product of what is before it with a param or data. */
    private static RandomSource chain(long seed, int... choice) {
        Random random = new Random(seed);
        String[] dims = {"A", "B", "C", "D"};
        Map<String, Integer> sizes = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder("model R\n");
        for (String dim : dims) {
            sizes.put(dim, choice[random.nextInt(choice.length)]);
            text.append("dim ").append(dim).append('\n');
        }
        Map<String, double[]> inputs = new LinkedHashMap<>();
        StringBuilder lets = new StringBuilder();
        String before = element(random, "h0", "i", "j");
        input(random, before.startsWith("h0[i"), "h0", "A", "B", sizes, text, inputs);
        String last = "B";
        for (int layer = 1; layer < dims.length - random.nextInt(2); layer++) {
            String next = dims[layer];
            String width = layer == 1 ? "B" : dims[layer - 1];
            String weight = element(random, "w" + layer, "j", "k");
            input(random, weight.contains("[j"), "w" + layer, width, next, sizes, text, inputs);
            String sum = "sum(j) " + weight + " * " + before;
            String value = random.nextInt(4) == 0 ? sum : function(random, sum);
            String target = element(random, "h" + layer, "i", "k");
            lets.append("let ").append(target).append(" = ").append(value).append('\n');
            before = target.replace('k', 'j');
            last = next;
        }
        text.append(lets)
                .append("output loss = sum(i in A, j in ")
                .append(last)
                .append(") ")
                .append(before)
                .append("^2\nderive gradient of loss\n");
        if (seed % 4 == 0) {
            text.append("derive hvp of loss\n");
        }
        return new RandomSource.Of(text.toString(), sizes, inputs);
    }

    private static String function(Random random, String of) {
        return List.of("tanh(", "sigmoid(", "relu(0.1 + ").get(random.nextInt(3)) + of + ")";
    }

    private static String element(Random random, String name, String one, String other) {
        return random.nextBoolean() ? name + "[" + one + ", " + other + "]" : name + "[" + other + ", " + one + "]";
    }

    private static void input(
            Random random,
            boolean inOrder,
            String name,
            String one,
            String other,
            Map<String, Integer> sizes,
            StringBuilder text,
            Map<String, double[]> inputs) {
        String axes = inOrder ? one + ", " + other : other + ", " + one;
        text.append(random.nextInt(3) == 0 ? "data " : "param ")
                .append(name)
                .append('[')
                .append(axes)
                .append("]\n");
        int size = requireNonNull(sizes.get(one)) * requireNonNull(sizes.get(other));
        inputs.put(name, random.doubles(size, -0.5, 0.5).toArray());
    }

    /** Against the interpreter, and values beside derivatives against those alone, bit by bit. */
    @Test
    void randomChains() {
        List<RandomSource> sources = LongStream.range(FIRST_SEED, FIRST_SEED + MODELS)
                .mapToObj(seed -> chain(seed, 2, 3, 5, 1))
                .toList();
        List<ModelCompiler.Result> results = new ArrayList<>();
        for (RandomSource source : sources) {
            results.add(result(source.text(), "s" + results.size(), Set.of(), SumMode.BLOCKED));
        }
        List<LoadedModel> loaded = LoadedModel.load(results, List.of("-Xlint:all", "-Werror"));
        for (int k = 0; k < MODELS; k++) {
            RandomSource source = sources.get(k);
            Agreement.of(source.text(), loaded.get(k), source.dims(), source.inputs(), TOLERANCE)
                    .values()
                    .derivatives();
        }
        assertThat(results)
                .as("models with kernels")
                .filteredOn(result -> result.files().get(0).text().contains(CALL))
                .hasSizeGreaterThan(MODELS / 2);
    }

    private static ModelCompiler.Result result(String text, String packageName, Set<String> without, SumMode mode) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("R.model", text),
                ModelCompiler.Options.of(packageName).without(without).withSum(mode));
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static String compile(String text, Set<String> without, SumMode mode) {
        return result(text, "", without, mode).files().get(0).text();
    }

    /** At sizes where kernels take blocks, beside the loops that there are without. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreeWithLoops(long seed) {
        RandomSource source = chain(seed, 3, 17, 40);
        List<LoadedModel> both = LoadedModel.load(
                List.of(
                        result(source.text(), "with", Set.of(), SumMode.NAIVE),
                        result(source.text(), "without", Set.of(Passes.PRODUCTS.name()), SumMode.NAIVE)),
                List.of());
        List<ModelInstance> instances =
                both.stream().map(model -> model.create(source.dims())).toList();
        instances.forEach(instance -> source.inputs().forEach(instance::set));
        ModelInstance without = instances.get(1);
        Agreement with = Agreement.of(source.text(), both.get(0), source.dims(), source.inputs(), TOLERANCE);
        with.compare("loss", instances.get(0).output("loss"), without.output("loss"));
        instances
                .get(0)
                .gradient("gradient of loss")
                .forEach((param, gradient) -> with.compare(
                        param,
                        gradient,
                        requireNonNull(without.gradient("gradient of loss").get(param))));
    }

    /** Threads share a network's observations: each range has its part of the products. */
    @Test
    void threads() {
        String text = """
                model R
                dim N
                dim D
                dim H
                data x[N, D]
                data y[N]
                param W[D, H]
                param v[H]
                let h[n, k] = tanh(sum(d) x[n, d] * W[d, k])
                output loss = sum(n) (sum(k) v[k] * h[n, k] - y[n])^2
                derive gradient of loss
                """;
        Map<String, Integer> dims = Map.of("N", 70, "D", 5, "H", 17);
        Random random = new Random(1);
        ModelInstance model =
                LoadedModel.load(result(text, "", Set.of(), SumMode.BLOCKED)).create(dims);
        Map.of("x", 350, "y", 70, "W", 85, "v", 17)
                .forEach((name, size) ->
                        model.set(name, random.doubles(size, -1, 1).toArray()));
        double[] alone = requireNonNull(model.gradient("gradient of loss").get("W"));
        List<double[]> shared = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            Executor inPlace = Runnable::run;
            Reflection.call(
                    model.object().getClass(),
                    model.object(),
                    "parallel",
                    new Class<?>[] {Executor.class, int.class},
                    new Object[] {inPlace, threads});
            shared.add(requireNonNull(model.gradient("gradient of loss").get("W")));
        }
        assertThat(shared.get(0)).containsExactly(shared.get(1)).containsExactly(alone, within(1e-12));
    }

    private static final String RECURRENT = """
            model R
            dim T
            dim D
            dim H
            data x[T, D]
            param W[H, D]
            param U[H, H]
            param start[H]
            let h[0, k] = start[k]
            let h[t + 1, k] = tanh(sum(d) W[k, d] * x[t, d] + sum(j) U[k, j] * h[t, j])
            output loss = sum(k) h[T, k]^2
            derive gradient of loss
            derive hvp of loss
            """;

    /** What only adds up over the steps of a recurrence is a product behind it. */
    @Test
    void recurrences() {
        ModelCompiler.Result result = result(RECURRENT, "", Set.of(), SumMode.BLOCKED);
        assertThat(result.files().get(0).text()).contains(CALL + "this, hSum2Adj, 0, 1, H, h, 0, H, 1, gradient, UAt,");
        assertThat(result(RECURRENT, "", Set.of("defer"), SumMode.BLOCKED)
                        .files()
                        .get(0)
                        .text())
                .doesNotContain("h, 0, H, 1, gradient, UAt,");
        Random random = new Random(1);
        for (int steps : new int[] {1, 2, 5}) {
            Map<String, Integer> dims = Map.of("T", steps, "D", 2, "H", 3);
            Map<String, double[]> inputs = new LinkedHashMap<>();
            inputs.put("x", random.doubles(2L * steps, -1, 1).toArray());
            inputs.put("W", random.doubles(6, -1, 1).toArray());
            inputs.put("U", random.doubles(9, -1, 1).toArray());
            inputs.put("start", random.doubles(3, -1, 1).toArray());
            Agreement.of(steps + " steps", LoadedModel.load(result), dims, inputs, TOLERANCE)
                    .values()
                    .derivatives();
        }
    }

    private static String matrices(String sizes, String lines) {
        return "model R\ndim N\ndim M\n" + sizes + lines
                + "\noutput loss = sum(i, k) c[i, k]^2\nderive gradient of loss\n";
    }

    /** What is a product is seen in every spelling; the kernel reads as the formula, with the target's order. */
    @Test
    void isSeen() {
        String java = compile(
                matrices("param a[N, M]\nparam b[M, N]\n", "let c[i, k] = sum(j) b[j, k] * a[i, j]"),
                Set.of(),
                SumMode.BLOCKED);
        assertThat(java).contains(CALL + "this, theta, 0, M, 1, theta, bAt, N, 1, cSum, 0, N, 1, N, M, N)");
        assertThat(compile(
                        matrices("param a[N, M]\nparam b[M, N]\n", "let c[i, k] = sum(j) b[j, k] * a[i, j]"),
                        Set.of(),
                        SumMode.PAIRWISE))
                .doesNotContain(CALL);
    }

    /** Loops stay where an axis is short, where a sum is no rectangle, and where something else is summed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(j) a[i, j] * b[j, k] * a[k, j]",
                "sum(j < i) a[i, j] * b[j, k]",
                "sum(j) max(a[i, j], b[j, k])",
                "sum(j in 3) a[i, j] * b[j, k]",
            })
    void loopsStay(String value) {
        String text = "model R\nparam a[20, 20]\nparam b[20, 20]\nlet c[i, k] = " + value
                + "\noutput loss = sum(i, k) c[i, k]\n";
        assertThat(compile(text, Set.of(), SumMode.BLOCKED)).doesNotContain(CALL);
    }
}
