package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.RandomIndexModel;
import dev.costate.runtime.DifferentiableFunction;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random models of recurrences, index data, narrowed ranges and functions of arrays against the interpreter: values and
 * gradients as compiled, as compiled without rewrites, of the halves, and the same text each time. Long runs:
 * {@code -Dcostate.random.models=5000 -Dcostate.random.seed=1}.
 */
class RandomIndexModelsTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 150);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 40_000);
    private static final double TOLERANCE = 1e-11;

    @Test
    void agreeWithTheInterpreter() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MODELS; seed++) {
            try {
                hold(seed);
            } catch (RuntimeException e) {
                throw new AssertionError(
                        "seed " + seed + "\n" + RandomIndexModel.of(seed).text(), e);
            }
        }
    }

    /** Values and gradients, and of each four models one more way. */
    private static void hold(long seed) {
        RandomIndexModel random = RandomIndexModel.of(seed);
        ModelCompiler.Options options = ModelCompiler.Options.of("");
        int way = (int) (seed % 4);
        SourceFile source = new SourceFile("R.model", way == 0 ? random.textWithMoreGradients() : random.text());
        Agreement agreement = agreement(seed, random, ModelCompiler.compile(source, options));
        switch (way) {
            case 1 -> agreement(seed, random, ModelCompiler.compile(source, options.literal()));
            case 2 -> halves(agreement);
            case 3 -> {
                List<?> files = ModelCompiler.compile(source, options).files();
                assertThat(ModelCompiler.compile(source, options).files()).isEqualTo(files);
            }
            default -> {}
        }
    }

    private static Agreement agreement(long seed, RandomIndexModel random, ModelCompiler.Result result) {
        return Agreement.of("seed " + seed, result, random.dims(), random.inputs(), TOLERANCE)
                .values()
                .gradients();
    }

    /** The backward half gives the seed times the gradient. */
    private static void halves(Agreement agreement) {
        ModelInstance compiled = agreement.compiled();
        double[] theta = compiled.theta();
        double[] whole = new double[theta.length];
        ((DifferentiableFunction) compiled.object()).valueAndGradient(theta, whole);
        double[] half = new double[theta.length];
        call(compiled, "forward", new Class<?>[] {double[].class}, theta);
        call(compiled, "backward", new Class<?>[] {double.class, double[].class}, 2.0, half);
        agreement.compare("backward", half, Arrays.stream(whole).map(g -> 2 * g).toArray());
    }

    private static void call(ModelInstance model, String name, Class<?>[] types, Object... arguments) {
        Reflection.call(model.object().getClass(), model.object(), name, types, arguments);
    }
}
