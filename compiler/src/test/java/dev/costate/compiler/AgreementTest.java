package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.check.Model;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.RandomModel;
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
