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
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
            compare(seed, random, "backward", half, twice);
            GradientReport report =
                    GradientCheck.of(theta.length).at((DifferentiableFunction) compiled.object(), theta);
            assertThat(report.passed())
                    .as("seed %s%n%s%n%s", seed, report, random.text())
                    .isTrue();
        }
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
        Model model = result.model();
        Map<String, double[]> values = Interpreter.values(model, random.dims(), random.inputs());
        for (Tensor output : model.outputs()) {
            compare(seed, random, output.name(), compiled.output(output.name()), values.get(output.name()));
        }
        Map<String, double[]> gradient = compiled.gradient("gradient of loss");
        gradient.forEach((name, got) -> compare(seed, random, name, got, tangents(model, random, name)));
    }

    private static double[] tangents(Model model, RandomModel random, String input) {
        double[] result = new double[random.inputs().get(input).length];
        for (int k = 0; k < result.length; k++) {
            double[] direction = new double[result.length];
            direction[k] = 1;
            Map<String, double[]> along = new HashMap<>(Map.of(input, direction));
            result[k] = Interpreter.tangents(model, random.dims(), random.inputs(), along)
                    .get("loss")[0];
        }
        return result;
    }

    private static void compare(long seed, RandomModel random, String what, double[] got, double[] expected) {
        assertThat(got).as("seed %s %s", seed, what).hasSameSizeAs(expected);
        double scale = 1;
        for (double e : expected) {
            scale = Math.max(scale, Math.abs(e));
        }
        for (int k = 0; k < got.length; k++) {
            boolean same = Double.isNaN(got[k])
                    ? Double.isNaN(expected[k])
                    : got[k] == expected[k] || Math.abs(got[k] - expected[k]) <= TOLERANCE * scale;
            assertThat(same)
                    .as("seed %s: %s[%s] is %s, not %s%n%s", seed, what, k, got[k], expected[k], random.text())
                    .isTrue();
        }
    }
}
