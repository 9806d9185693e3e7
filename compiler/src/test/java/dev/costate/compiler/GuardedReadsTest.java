package dev.costate.compiler;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Agreement;
import dev.costate.compiler.testing.RandomGuards;
import dev.costate.compiler.testing.RandomInputs;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Reads that conditions keep in range, value and gradient against the interpreter at the sizes 1, 2 and 3. Long runs:
 * {@code -Dcostate.random.models=5000 -Dcostate.random.seed=1}.
 */
class GuardedReadsTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 20);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 70_000);

    @Test
    void agreeWithTheInterpreter() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MODELS; seed++) {
            String text = RandomGuards.of(seed);
            try {
                hold(seed, text);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + text, e);
            }
        }
    }

    private static void hold(long seed, String text) {
        ModelCompiler.Options options = ModelCompiler.Options.of("");
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("R.model", text), seed % 4 == 0 ? options.literal() : options);
        for (int m = 1; m <= 3; m++) {
            Map<String, Integer> dims = Map.of("M", m);
            Map<String, double[]> inputs = RandomInputs.of(requireNonNull(result.model()), dims, m);
            Agreement.of("seed " + seed, result, dims, inputs, 1e-11).values().derivatives();
        }
    }
}
