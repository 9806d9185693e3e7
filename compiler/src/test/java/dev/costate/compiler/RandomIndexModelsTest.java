package dev.costate.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.RandomIndexModel;
import dev.costate.runtime.DifferentiableFunction;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Random models of recurrences, index data, narrowed ranges and functions of arrays against the interpreter: values and
 * gradients as compiled, as compiled without rewrites, of the halves, and the same text each time. Long runs:
 * {@code -Dcostate.random.models=5000 -Dcostate.random.seed=1}.
 */
class RandomIndexModelsTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 200);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 40_000);
    private static final double TOLERANCE = 1e-11;

    @Test
    void agreeWithTheInterpreter() {
        int failures = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MODELS; seed++) {
            try {
                hold(seed);
            } catch (Throwable e) {
                failures++;
                try {
                    java.nio.file.Files.writeString(
                            java.nio.file.Path.of("/tmp/fail", "R" + seed + ".model"),
                            RandomIndexModel.of(seed).textWithMoreGradients());
                } catch (java.io.IOException x) {
                    throw new AssertionError(x);
                }
                String message = String.valueOf(e);
                System.out.println("FAIL " + seed + " " + message.substring(0, Math.min(message.length(), 1500)));
                if (!(e instanceof AssertionError)) {
                    Arrays.stream(e.getStackTrace()).limit(6).forEach(System.out::println);
                }
            }
        }
        assertThat(failures).isZero();
    }

    private static void hold(long seed) {
        RandomIndexModel random = RandomIndexModel.of(seed);
        ModelCompiler.Options options = ModelCompiler.Options.of("");
        boolean several = seed % 4 == 0;
        SourceFile source = new SourceFile("R.model", several ? random.textWithMoreGradients() : random.text());
        ModelCompiler.Result result = ModelCompiler.compile(source, options);
        Agreement agreement = Agreement.of("seed " + seed, result, random.dims(), random.inputs(), TOLERANCE);
        agreement.values().gradients();
        assertThat(ModelCompiler.compile(source, options).files()).isEqualTo(result.files());
        if (seed % 4 == 1) {
            ModelCompiler.Result literal = ModelCompiler.compile(source, options.literal());
            Agreement.of("literal, seed " + seed, literal, random.dims(), random.inputs(), TOLERANCE)
                    .values()
                    .gradients();
        }
        if (seed % 4 == 2) {
            halves(agreement);
        }
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
