package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Derived;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Jacobians and Hessians with as many directions as do not fit into one strip of 64, or just do. */
@Tag("slow")
class ManyDirectionsTest {
    /** A dense layer with shared and own parameters. */
    private static final String LAYER = """
            model Layer
            dim N
            dim M
            data  x[M, N]
            param bias
            param w[N]
            let   z[i] = bias + sum(j) w[j] * x[i, j]
            output y[i] = if z[i] > 0 then tanh(z[i]) * w[0] else z[i]^2 + max(j) w[j]
            output f = sum(i) sin(z[i]) * bias + sum(j) w[j]^3
            """;

    /** A recurrence with a parameter a step, and one that is gathered. */
    private static final String CHAIN = """
            model Chain
            dim N
            data  pick[N] in N
            param a[N]
            let h[t] = if t > 0 then sin(h[t - 1]) * a[t] + a[pick[t]] else a[0]^2
            output y[t] = h[t] * a[pick[t]] for t in N
            output f = sum(t) h[t] * a[pick[t]] + (prod(t) (1 + a[t] / N))
            """;

    /** As many outputs as half the inputs. */
    private static final String PAIRS = """
            model Pairs
            dim N
            param a[N]
            param b[N]
            param c
            output y[i] = (if a[i] > b[i] then a[i] * c else b[i] / c) + (if i > 0 then sqrt(1 + a[i - 1]^2) else 0)
            output f = (sum(i) a[i] * b[i])^2 + logsumexp(i) (a[i] * c)
            """;

    /** What reads an element before the one that the row ends at: no row at the first. */
    private static final String LAGGED = """
            model Lagged
            dim N
            data  x[N]
            param v[N]
            param b
            let s[i] = if x[i] > 0 and i > 0 then exp(v[i - 1] * b * v[i]) else b for i in N
            let t[i] = if x[i] < 0.5 and i > 0 then cos(v[i - 1] * b) * v[i] else b * b for i in N
            output y[i] = s[i] * t[i] for i in N
            output f = sum(i) s[i] * t[i]
            """;

    /** A range that has a bound under a condition only. */
    private static final String BOUNDED = """
            model Bounded
            dim N
            data  pick[N] in N
            param a[N]
            output y[i] = if i > 0 then sum(k in pick[i - 1]) sin(sum(j in N) a[j] * a[k]) else 0 for i in N
            output f = sum(i in N) (if i > 0 then sum(k in pick[i - 1]) sin(sum(j in N) a[j] * a[k]) else 0)
            """;

    /** Elements that are sums over the later ones: adjoints that are looked at in the direction of each of these. */
    private static final String TAILS = """
            model Tails
            dim N
            param a[N]
            let t[N - 1] = a[N - 1]
            let t[i - 1] = tanh(0.2 * sum(k in i ..< N) t[k] * a[k]) for i in 1 ..< N
            output y[i] = t[i] * a[i]
            output f = sum(i) sin(t[i])
            """;

    private static final List<String> MODELS = List.of(LAYER, CHAIN, PAIRS, LAGGED, TAILS);
    private static final List<Integer> SIZES = List.of(1, 2, 31, 32, 63, 64, 65, 130);

    /** Of each model and subject, compiled once for all sizes. */
    private final Map<String, Derived.Forms> forms = new HashMap<>();

    private Derived.Forms forms(String model, String subject) {
        SourceFile source = new SourceFile(name(model) + ".model", model);
        return forms.computeIfAbsent(
                name(model) + " " + subject, key -> requireNonNull(Derived.forms(source, subject, options())));
    }

    @TestFactory
    Stream<DynamicTest> formsAgreeWhateverTheNumberOfDirections() {
        return MODELS.stream()
                .flatMap(model -> SIZES.stream()
                        .filter(n -> !model.equals(TAILS) || n < 130) // What is interpreted takes the cube of that.
                        .map(n -> DynamicTest.dynamicTest(name(model) + " " + n, () -> {
                            for (String subject : List.of("y", "f")) {
                                forms(model, subject)
                                        .at(dims(model, n), inputs(model, n))
                                        .agrees(false);
                            }
                        })));
    }

    /** The same at a size that the compiler knows, and that fits into one strip. */
    @Test
    void stripsChangeNothing() {
        List<String> keys = List.of(
                "jacobian of y",
                "jacobian of y layout denominator",
                "hessian of f",
                "diagonal hessian of f",
                "sparse jacobian of y",
                "sparse hessian of f");
        for (String model : MODELS) {
            ModelInstance strips = instance(model + clauses(keys), 21);
            ModelInstance fixed = instance(model.replace("dim N\n", "dim N = 21\n") + clauses(keys), 21);
            for (String key : keys) {
                assertThat(strips.derivative(key))
                        .as(name(model) + key)
                        .containsExactly(fixed.derivative(key), within(1e-13));
            }
        }
    }

    @Test
    void stripsAllocateNothingAndForksShareNoBuffers() throws ReflectiveOperationException {
        List<String> keys = List.of("jacobian of y", "hessian of f", "sparse jacobian of y", "sparse hessian of f");
        for (String model : MODELS) {
            ModelInstance instance = instance(model + clauses(keys), 70);
            for (String clause : keys) {
                DoubleSupplier evaluation = instance.evaluation(clause);
                double first = evaluation.getAsDouble();
                long before = allocated();
                double again = evaluation.getAsDouble();
                long allocated = allocated() - before;
                assertThat(again).isEqualTo(first);
                assertThat(allocated).as(name(model) + clause).isLessThan(1000);
            }
            Object fork = instance.object().getClass().getMethod("fork").invoke(instance.object());
            double[] theta = instance.theta();
            double[] own = new double[theta.length * theta.length];
            double[] other = own.clone();
            var hessian = fork.getClass().getMethod("fHessian", double[].class, double[].class);
            hessian.invoke(fork, theta, other);
            double[] shifted = Arrays.stream(theta).map(t -> t / 2).toArray();
            hessian.invoke(instance.object(), shifted, own);
            hessian.invoke(fork, theta, own);
            assertThat(own).containsExactly(other);
        }
    }

    @Test
    void boundsUnderAConditionAreEvaluatedUnderIt() {
        for (int n : new int[] {1, 5, 70}) {
            ModelInstance instance = instance(BOUNDED + "derive hessian of f\nderive hvp of f\n", n);
            double[] ones = new double[n];
            Arrays.fill(ones, 1);
            double[] hessian = instance.derivative("hessian of f");
            double[] sums = new double[n];
            Arrays.setAll(
                    sums, row -> Arrays.stream(hessian, row * n, row * n + n).sum());
            assertThat(sums).containsExactly(instance.derivative("hvp of f", ones), within(1e-9));
        }
    }

    private static String clauses(List<String> keys) {
        return keys.stream().map(key -> "derive " + key + "\n").collect(Collectors.joining());
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static ModelCompiler.Options options() {
        return ModelCompiler.Options.of("");
    }

    private static String name(String model) {
        return model.lines().findFirst().orElseThrow().substring("model ".length());
    }

    private static ModelInstance instance(String model, int n) {
        ModelCompiler.Result result = ModelCompiler.compile(new SourceFile(name(model) + ".model", model), options());
        assertThat(result.hasErrors()).as("%s", result.diagnostics()).isFalse();
        Map<String, Integer> dims = dims(model, n);
        ModelInstance instance = LoadedModel.load(result).create(dims);
        inputs(model, n).forEach(instance::set);
        return instance;
    }

    private static Map<String, Integer> dims(String model, int n) {
        Map<String, Integer> dims = new HashMap<>();
        if (model.contains("dim N\n")) {
            dims.put("N", n);
        }
        if (model.contains("dim M\n")) {
            dims.put("M", 3);
        }
        return dims;
    }

    private static Map<String, double[]> inputs(String model, int n) {
        Random random = new Random(n);
        Map<String, double[]> inputs = new HashMap<>();
        model.lines()
                .filter(l -> l.startsWith("data ") || l.startsWith("param "))
                .forEach(line -> {
                    String name = line.replaceFirst("\\w+\\s+(\\w+).*", "$1");
                    int length = line.contains("[M, N]") ? 3 * n : line.contains("[N]") ? n : 1;
                    double[] values = random.doubles(length, -1, 1).toArray();
                    inputs.put(
                            name,
                            line.contains(" in N")
                                    ? random.ints(length, 0, n).asDoubleStream().toArray()
                                    : values);
                });
        return inputs;
    }
}
