package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Models in mixed precision against the same in {@code double}, and their values against those in {@code float}. */
class MixedModelsTest {
    /** The differences that are allowed in derivatives, in roundings of the largest entry. */
    private static final double ROUNDINGS = 8;

    /** Without their first lines; all arrays have 6 elements on each axis. */
    private static final Map<String, String> MODELS = Map.of(
            "Layer", """
            data X[N, N]
            data y[N]
            param W[N, N]
            param v[N]
            let z[i, h] = tanh(sum(j) W[h, j] * X[i, j])
            let r[i] = sum(h) v[h] * z[i, h] - y[i]
            output loss = mean(i) r[i]^2
            """,
            "Recurrence", """
            data x[N]
            param W[N, N]
            param u[N]
            let s[t, h] = if t == 0 then 0.5 else tanh(sum(k) W[h, k] * s[t - 1, k] + u[h] * x[t])
            let b[0] = u[0]
            let b[t] = sin(b[t - 1] * u[t]) + s[t, 0] for t in 1 .. N - 1
            let c[0] = b[0]
            let c[t] = b[t] * u[t - 1] for t in 1 .. N - 1
            output loss = sum(t, h) s[t, h]^2 + sum(t) c[t]^2
            """,
            "Softmax", """
            data X[N, N]
            data g[N, N]
            param W[N, N]
            let z[i, k] = sum(j) W[k, j] * X[i, j]
            let p[i, k] = exp(z[i, k] - logsumexp(m) z[i, m])
            output loss = sum(i, k) p[i, k] * g[i, k]
            """,
            "Largest", """
            data X[N, N]
            param W[N, N]
            let z[i, k] = sum(j) W[k, j] * X[i, j]
            let top[i] = max(k) z[i, k]
            let soft[i] = if top[i] > 0.3 then exp(top[i]) else 2 * top[i]
            let e[i, k] = tanh(W[i, k])^2
            output loss = sum(i) soft[i]^2 + (max(i) soft[i]) + sum(i, k) e[i, k]^2
            """,
            "Triangle", """
            data y[N]
            param a[N]
            let q[i, j] = if j <= i then exp(a[i] * a[j]) else 0
            let p[i] = prod(j) (1 + 0.1 * a[j] * y[i])
            let s[i] = sum(j in i + 1) q[i, j] * y[j]
            output loss = sum(i) s[i] * sin(s[i]) * p[i]
            """,
            "Positive", """
            data x[N]
            param sigma[N] > 0
            param w[N]
            let z[i] = sum(j) (if j <= i then w[j] * x[i] else 0) / sigma[i]
            output loss = sum(i) (exp(-z[i]^2) + log(sigma[i]))
            """);

    private static ModelCompiler.Result compile(String name, String precision, ModelCompiler.Options options) {
        String text = "model " + name + "\nprecision " + precision + "\ndim N\n" + MODELS.get(name)
                + "derive gradient of loss\nderive hvp of loss\nderive directional of loss\n";
        ModelCompiler.Result result = ModelCompiler.compile(new SourceFile(name + ".model", text), options);
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        return result;
    }

    private static ModelCompiler.Options options(HalfFormat half) {
        return ModelCompiler.Options.of("").withHalf(half);
    }

    private static ModelInstance instance(ModelCompiler.Result result) {
        ModelInstance instance = LoadedModel.load(result).create(Map.of("N", 6));
        Random random = new Random(5);
        for (Tensor input : requireNonNull(result.model()).inputs()) {
            int size = (int) Math.pow(6, input.shape().size());
            double from = input.name().equals("sigma") ? 0.5 : -1;
            instance.set(
                    input.name(),
                    random.doubles(size, from, 1).map(x -> (float) x).toArray());
        }
        return instance;
    }

    @TestFactory
    Stream<DynamicTest> derivativesAreThoseOfDouble() {
        return MODELS.keySet().stream()
                .sorted()
                .flatMap(name -> Arrays.stream(HalfFormat.values())
                        .map(half -> DynamicTest.dynamicTest(name + " " + half, () -> agree(name, half))));
    }

    private static void agree(String name, HalfFormat half) {
        ModelInstance exact = instance(compile(name, "double", options(half)));
        ModelInstance single = instance(compile(name, "float", options(half)));
        ModelCompiler.Result compiled = compile(name, "mixed", options(half));
        ModelInstance mixed = instance(compiled);
        assertThat(compiled.files().get(0).text()).contains("short[]", half.type() + ".of(", " kept in " + half);
        assertThat(mixed.output("loss")).isEqualTo(single.output("loss"));
        boolean differs = false;
        for (Model.Derivative d : requireNonNull(compiled.model()).computed()) {
            List<double[]> given = new ArrayList<>();
            for (Form.Slot slot : d.slots(false)) {
                if (slot.use() != Form.Use.RESULT) {
                    given.add(new Random(3).doubles(exact.size(d, slot), -1, 1).toArray());
                }
            }
            double[][] arrays = given.toArray(double[][]::new);
            double[] reference = exact.derivative(d.clause(), arrays);
            double[] found = mixed.derivative(d.clause(), arrays);
            differs |= !Arrays.equals(found, single.derivative(d.clause(), arrays));
            double scale = Arrays.stream(reference).map(Math::abs).max().orElse(0);
            for (int k = 0; k < reference.length; k++) {
                assertThat(found[k])
                        .as("%s [%s]", d.clause(), k)
                        .isCloseTo(reference[k], within(ROUNDINGS * half.roundoff() * scale));
            }
        }
        assertThat(differs).as("derivatives read rounded numbers").isTrue();
    }

    /** The value beside a gradient is that in float, and both halves make the gradient that one sweep makes. */
    @TestFactory
    Stream<DynamicTest> halvesAndSweepsAgree() {
        return MODELS.keySet().stream()
                .sorted()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ModelInstance model = instance(compile(name, "mixed", options(HalfFormat.BFLOAT16)));
                    double[] theta = model.theta();
                    Object object = model.object();
                    double[] swept = new double[theta.length];
                    Class<?>[] types = {double[].class, double[].class};
                    Object value = Reflection.call(
                            object.getClass(), object, "lossGradient", types, new Object[] {theta, swept});
                    Object single = instance(compile(name, "float", options(HalfFormat.BFLOAT16)))
                            .object();
                    assertThat(value)
                            .isEqualTo(Reflection.call(
                                    single.getClass(), single, "lossGradient", types, new Object[] {theta, swept.clone()
                                    }));
                    Reflection.call(
                            object.getClass(), object, "forward", new Class<?>[] {double[].class}, new Object[] {theta
                            });
                    double[] halves = new double[theta.length];
                    Class<?>[] seeded = {double.class, double[].class};
                    Reflection.call(object.getClass(), object, "backward", seeded, new Object[] {1.0, halves});
                    double scale = Arrays.stream(swept).map(Math::abs).max().orElse(0);
                    for (int k = 0; k < swept.length; k++) {
                        assertThat(halves[k]).isCloseTo(swept[k], within(0x1p-20 * scale));
                    }
                }));
    }

    @Test
    void theClassSaysWhatIsKept() {
        String text = compile("Layer", "mixed", options(HalfFormat.BFLOAT16))
                .files()
                .get(0)
                .text();
        assertThat(text).contains("is kept in bfloat16").contains("bytes.");
        assertThat(compile("Layer", "float", options(HalfFormat.FLOAT16))
                        .files()
                        .get(0)
                        .text())
                .doesNotContain("short[]");
    }

    /** What is beyond the numbers of IEEE 754 is infinite in derivatives, and what it is in values. */
    @Test
    void largeNumbersAreInfiniteInFloat16() {
        String text = """
                model Large
                precision mixed
                dim N
                param a[N]
                let b[i] = a[i]^2
                output loss = sum(i) b[i]^2
                derive gradient of loss
                """;
        for (HalfFormat half : HalfFormat.values()) {
            ModelInstance model = LoadedModel.load(
                            ModelCompiler.compile(new SourceFile("Large.model", text), options(half)))
                    .create(Map.of("N", 1))
                    .set("a", 1000);
            assertThat(model.output("loss")[0]).isCloseTo(1e12, within(1e6));
            double[] gradient = model.derivative("gradient of loss");
            assertThat(Double.isInfinite(gradient[0])).isEqualTo(half == HalfFormat.FLOAT16);
        }
    }
}
