package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.check.Model;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.SourceFile;
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
import org.junit.jupiter.api.Test;

/**
 * Compiled models against the interpreter, which shares no code with the compiler but the values of elementary
 * functions: values, and gradients by forward-mode derivatives, component by component.
 */
class AgreementTest {
    private static final int MODELS = 500;
    private static final long FIRST_SEED = 20_000;
    private static final double TOLERANCE = 1e-10;

    @Test
    void randomModels() {
        int models = Integer.getInteger("costate.random.models", MODELS);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + models; seed++) {
            agree(seed, ModelCompiler.Options.of(""));
        }
    }

    /** What the laws and passes change is how a number is computed, not which. */
    @Test
    void randomModelsComputedAsWritten() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 60; seed++) {
            agree(seed, ModelCompiler.Options.of("").literal());
        }
    }

    /** The backward half gives the seed times the gradient, and the gradient passes the check by differences. */
    @Test
    void halvesAndDifferences() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 60; seed++) {
            RandomModel random = RandomModel.of(seed);
            SourceFile source = new SourceFile("R.model", random.text());
            ModelInstance compiled = LoadedModel.load(ModelCompiler.compile(source, ModelCompiler.Options.of("")))
                    .create(random.dims());
            random.inputs().forEach(compiled::set);
            double[] theta = compiled.theta();
            double[] whole = new double[theta.length];
            ((DifferentiableFunction) compiled.object()).valueAndGradient(theta, whole);
            double[] half = new double[theta.length];
            call(compiled, "forward", new Class<?>[] {double[].class}, theta);
            call(compiled, "backward", new Class<?>[] {double.class, double[].class}, 2.0, half);
            double[] twice = Arrays.stream(whole).map(g -> 2 * g).toArray();
            compare("seed " + seed + "\n" + random.text(), "backward", half, twice);
            GradientReport report =
                    GradientCheck.of(theta.length).at((DifferentiableFunction) compiled.object(), theta);
            assertThat(report.passed())
                    .as("seed %s%n%s%n%s", seed, report, random.text())
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
        model.dims().stream()
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
        ModelInstance compiled = LoadedModel.load(result).create(dims);
        inputs.forEach(compiled::set);
        agree(file.toString(), model, compiled, dims, inputs);
    }

    private static void call(ModelInstance model, String name, Class<?>[] types, Object... arguments) {
        Reflection.call(model.object().getClass(), model.object(), name, types, arguments);
    }

    private static void agree(long seed, ModelCompiler.Options options) {
        RandomModel random = RandomModel.of(seed);
        ModelCompiler.Result result = ModelCompiler.compile(new SourceFile("R.model", random.text()), options);
        assertThat(result.hasErrors())
                .as("seed %s: %s%n%s", seed, result.diagnostics(), random.text())
                .isFalse();
        ModelInstance compiled = LoadedModel.load(result).create(random.dims());
        random.inputs().forEach(compiled::set);
        agree("seed " + seed + "\n" + random.text(), result.model(), compiled, random.dims(), random.inputs());
    }

    private static void agree(
            String name, Model model, ModelInstance compiled, Map<String, Integer> dims, Map<String, double[]> inputs) {
        Map<String, double[]> values = Interpreter.values(model, dims, inputs);
        for (Tensor output : model.outputs()) {
            compare(name, output.name(), compiled.output(output.name()), values.get(output.name()));
        }
        Model.Derivative derivative = model.derivatives().get(0);
        compiled.gradient(derivative.clause())
                .forEach((input, got) -> compare(name, input, got, tangents(derivative, model, dims, inputs, input)));
    }

    private static double[] tangents(
            Model.Derivative derivative,
            Model model,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            String input) {
        double[] result = new double[inputs.get(input).length];
        for (int k = 0; k < result.length; k++) {
            double[] direction = new double[result.length];
            direction[k] = 1;
            Map<String, double[]> along = Map.of(input, direction);
            result[k] = Interpreter.tangents(model, dims, inputs, along)
                    .get(derivative.output().name())[0];
        }
        return result;
    }

    private static void compare(String name, String what, double[] got, double[] expected) {
        assertThat(got).as("%s of %s", what, name).hasSameSizeAs(expected);
        double scale = 1;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int k = 0; k < got.length; k++) {
            boolean same = Double.isNaN(got[k])
                    ? Double.isNaN(expected[k])
                    : got[k] == expected[k] || Math.abs(got[k] - expected[k]) <= TOLERANCE * scale;
            assertThat(same)
                    .as("%s[%s] is %s, not %s, of %s", what, k, got[k], expected[k], name)
                    .isTrue();
        }
    }
}
