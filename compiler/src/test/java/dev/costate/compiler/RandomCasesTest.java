package dev.costate.compiler;

import dev.costate.compiler.testing.Batches;
import dev.costate.compiler.testing.RandomCases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random models of laws over arrays by cases, guarded recurrences, constant extents, colliding names and large integers
 * against the interpreter, every third compiled without rewrites. Long runs:
 * {@code -Dcostate.random.models=5000 -Dcostate.random.seed=1}.
 */
@Tag("slow")
class RandomCasesTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 70);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 60_000);
    private static final double TOLERANCE = 1e-11;

    @Test
    void agreeWithTheInterpreter() {
        new Batches(TOLERANCE, RandomCases::of)
                .hold(
                        FIRST_SEED,
                        MODELS,
                        (seed, plain) -> seed % 3 == 0 ? plain.literal() : plain,
                        (seed, agreement) -> {});
    }
}
