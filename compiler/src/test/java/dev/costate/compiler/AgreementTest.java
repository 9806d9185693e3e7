package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.Batches;
import dev.costate.compiler.testing.RandomModel;
import dev.costate.runtime.DifferentiableFunction;
import dev.costate.runtime.GradientCheck;
import dev.costate.runtime.GradientReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compiled models against the interpreter, which shares no code with the compiler but the values of elementary
 * functions: values, and gradients by forward-mode derivatives, component by component.
 */
@Tag("slow")
class AgreementTest {
    private static final int MODELS = 60;
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 20_000);
    private static final double TOLERANCE = 1e-11;

    @Test
    void randomModels() {
        int models = Integer.getInteger("costate.random.models", MODELS);
        new Batches(TOLERANCE, RandomModel::of)
                .hold(FIRST_SEED, models, (seed, plain) -> plain, (seed, agreement) -> {});
    }

    @Test
    void severalGradientsOfOneModel() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 20; seed++) {
            RandomModel random = RandomModel.of(seed);
            agreement(seed, random, random.textWithMoreGradients(), ModelCompiler.Options.of(""))
                    .values()
                    .derivatives();
        }
    }

    /** Two gradients have a large scalar in common that the forward half does not need. */
    @Test
    void halvesThatShareDoNotReadEachOther() {
        String text = """
                model R
                dim N
                param v[N]
                param b
                let t0 = clamp(logsumexp(i in N) b, -2, 2)
                output loss = t0
                output other = t0 + sum(i) v[i]
                derive gradient of loss
                derive gradient of other wrt v, b
                """;
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("R.model", text), ModelCompiler.Options.of(""));
        Map<String, double[]> inputs = Map.of("v", new double[] {1, 2, 3}, "b", new double[] {0.25});
        Agreement.of("R", result, Map.of("N", 3), inputs, TOLERANCE).values().derivatives();
    }

    /** The conventions where a sum of exponentials is empty or infinite, also of what is computed as written. */
    @Test
    void logSumExpAtInfinities() {
        String text = """
                model R
                param x[3]
                output loss = logsumexp(i) x[i]
                derive gradient of loss
                """;
        double inf = Double.POSITIVE_INFINITY;
        for (ModelCompiler.Options options : new ModelCompiler.Options[] {
            ModelCompiler.Options.of(""), ModelCompiler.Options.of("").literal()
        }) {
            ModelCompiler.Result result = ModelCompiler.compile(new SourceFile("R.model", text), options);
            for (double[] x : new double[][] {{-inf, -inf, -inf}, {-inf, 0, -inf}, {inf, 0, 0}, {1e50, 1e50, 0}}) {
                Agreement.of("R", result, Map.of(), Map.of("x", x), TOLERANCE)
                        .values()
                        .derivatives();
            }
            ModelInstance model = LoadedModel.load(result).create(Map.of()).set("x", -inf, -inf, -inf);
            assertThat(model.gradient("gradient of loss").get("x")).containsExactly(0, 0, 0);
        }
    }

    /** Integers are compared as such, with constants, in sums and products, and with what is no integer. */
    @Test
    void comparisonsOfIntegers() {
        String text = """
                model R
                dim N
                dim M
                param a
                output y = sum(i in N, j in M where i + j < N and i != j and 2*i*j >= M - 3 and i / 2 < 1.5) a * (j + 1)
                  + sum(i in N, j in M) (if j == N - 1 - i and i mod 2 == 0 and i + 1 > j then a^2 else if 1 < i then 1/a else i)
                derive gradient of y
                """;
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("R.model", text), ModelCompiler.Options.of(""));
        assertThat(result.files().stream().anyMatch(f -> f.text().contains("(double) i + j")))
                .isFalse();
        assertThat(result.files().stream().anyMatch(f -> f.text().contains("(long) i + j < N && i != j")))
                .isTrue();
        Agreement.of("R", result, Map.of("N", 5, "M", 4), Map.of("a", new double[] {1.5}), TOLERANCE)
                .values()
                .derivatives();
    }

    /** What the laws and passes change is how a number is computed, not which. */
    @Test
    void randomModelsComputedAsWritten() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 30; seed++) {
            agree(seed, ModelCompiler.Options.of("").literal());
        }
    }

    /** The backward half gives the seed times the gradient, and the gradient passes the check by differences. */
    @Test
    void halvesAndDifferences() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 30; seed++) {
            Agreement agreement = agreement(seed, ModelCompiler.Options.of(""));
            ModelInstance compiled = agreement.compiled();
            double[] theta = compiled.theta();
            double[] whole = new double[theta.length];
            ((DifferentiableFunction) compiled.object()).valueAndGradient(theta, whole);
            double[] half = new double[theta.length];
            call(compiled, "forward", new Class<?>[] {double[].class}, theta);
            call(compiled, "backward", new Class<?>[] {double.class, double[].class}, 2.0, half);
            double[] twice = Arrays.stream(whole).map(g -> 2 * g).toArray();
            agreement.compare("backward", half, twice);
            GradientReport report =
                    GradientCheck.of(theta.length).at((DifferentiableFunction) compiled.object(), theta);
            assertThat(report.passed())
                    .as(
                            "seed %s%n%s%n%s",
                            seed, report, agreement.model().source().text())
                    .isTrue();
        }
    }

    /** The models of the other tests, at seeded inputs. */
    @Test
    void testModels() throws IOException {
        int models = 0;
        for (String folder : new String[] {"oracle/scalar", "oracle/array", "stages"}) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources", folder))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".model"))
                        .sorted()
                        .toList()) {
                    agree(file);
                    models++;
                }
            }
        }
        assertThat(models).isGreaterThan(40);
    }

    private static void agree(Path file) throws IOException {
        SourceFile source = new SourceFile(file.getFileName().toString(), Files.readString(file));
        ModelCompiler.Result result = ModelCompiler.compile(source, ModelCompiler.Options.of(""));
        Model model = result.model();
        Map<String, Integer> dims = new LinkedHashMap<>();
        requireNonNull(model).dims().stream()
                .filter(Model.Dimension::given)
                .forEach(d -> dims.put(d.dim().name(), dims.size() + 2));
        Random random = new Random(5);
        Map<String, double[]> inputs = new LinkedHashMap<>();
        for (Tensor input : model.inputs()) {
            int size = input.shape().stream()
                    .mapToInt(axis -> (int) axis.evaluate(dim -> dims.get(dim.name())))
                    .reduce(1, (a, b) -> a * b);
            inputs.put(input.name(), random.doubles(size, 0.2, 0.8).toArray());
        }
        Agreement.of(file.toString(), result, dims, inputs, TOLERANCE).values().derivatives();
    }

    private static void call(ModelInstance model, String name, Class<?>[] types, Object... arguments) {
        Reflection.call(model.object().getClass(), model.object(), name, types, arguments);
    }

    private static Agreement agreement(long seed, ModelCompiler.Options options) {
        RandomModel random = RandomModel.of(seed);
        return agreement(seed, random, random.text(), options);
    }

    private static Agreement agreement(long seed, RandomModel random, String text, ModelCompiler.Options options) {
        ModelCompiler.Result result = ModelCompiler.compile(new SourceFile("R.model", text), options);
        return Agreement.of("seed " + seed, result, random.dims(), random.inputs(), TOLERANCE);
    }

    private static void agree(long seed, ModelCompiler.Options options) {
        agreement(seed, options).values().derivatives();
    }
}
