package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.run.Reflection;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.Batches;
import dev.costate.compiler.testing.RandomIndexModel;
import dev.costate.compiler.testing.RandomSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random models of recurrences, index data, narrowed ranges and functions of arrays against the interpreter: values and
 * gradients as compiled, as compiled without rewrites, of the halves, and the same text each time. Long runs:
 * {@code -Dcostate.random.models=5000 -Dcostate.random.seed=1}.
 */
@Tag("slow")
class RandomIndexModelsTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 25);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 40_000);
    private static final double TOLERANCE = 1e-11;

    @Test
    void agreeWithTheInterpreter() {
        new Batches(TOLERANCE, RandomIndexModelsTest::model)
                .hold(
                        FIRST_SEED,
                        MODELS,
                        (seed, plain) -> seed % 4 == 1 ? plain.literal() : plain,
                        RandomIndexModelsTest::look);
    }

    /** Every fourth with more gradients. */
    private static RandomSource model(long seed) {
        RandomIndexModel random = RandomIndexModel.of(seed);
        return seed % 4 == 0
                ? new RandomSource.Of(random.textWithMoreGradients(), random.dims(), random.inputs())
                : random;
    }

    private static void look(long seed, Agreement agreement) {
        if (seed % 4 == 2) {
            halves(agreement);
        } else if (seed % 4 == 3) {
            SourceFile source = agreement.model().source();
            ModelCompiler.Options options = ModelCompiler.Options.of("");
            List<?> files = ModelCompiler.compile(source, options).files();
            assertThat(ModelCompiler.compile(source, options).files()).isEqualTo(files);
        }
    }

    /** The backward half gives the seed times the gradient. */
    private static void halves(Agreement agreement) {
        ModelInstance compiled = agreement.compiled();
        double[] theta = compiled.theta();
        double[] whole = new double[theta.length];
        call(compiled, "lossGradient", new Class<?>[] {double[].class, double[].class}, theta, whole);
        double[] half = new double[theta.length];
        call(compiled, "forward", new Class<?>[] {double[].class}, theta);
        boolean only = Arrays.stream(compiled.object().getClass().getMethods())
                .anyMatch(m -> m.getName().equals("backward"));
        call(compiled, only ? "backward" : "lossBackward", new Class<?>[] {double.class, double[].class}, 2.0, half);
        agreement.compare("backward", half, Arrays.stream(whole).map(g -> 2 * g).toArray());
    }

    private static void call(ModelInstance model, String name, Class<?>[] types, Object... arguments) {
        Reflection.call(model.object().getClass(), model.object(), name, types, arguments);
    }
}
