package dev.costate.compiler.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Outputs and derivatives have units of their own where these save something, and only there. */
class OwnUnitsTest {
    private static String units(String model) {
        ModelCompiler.Result result = ModelCompiler.compile(
                new SourceFile("Any.model", "model Any\n" + model),
                ModelCompiler.Options.of("").withStages());
        assertThat(result.hasErrors()).isFalse();
        return requireNonNull(result.stages().get("units"));
    }

    private static String java(String model) {
        return ModelCompiler.compile(new SourceFile("Any.model", "model Any\n" + model), ModelCompiler.Options.of(""))
                .files()
                .get(0)
                .text();
    }

    private static final String LINE = """
            dim N
            data x[N]
            param a
            output loss = sum(i) sin(exp(a * x[i]))
            derive gradient of loss
            """;

    private static final String CHAIN = """
            dim T
            param a
            let s[0] = a
            let s[t] = sin(a * s[t - 1]) for t in 1..T
            output loss = s[T - 1]
            derive gradient of loss
            """;

    @Test
    void aSweepKeepsNothingOfObservations() {
        assertThat(units(LINE)).startsWith("gradient of loss: a unit of its own, since");
        assertThat(java(LINE)).contains("class Gradient");
    }

    @Test
    void aRecurrenceKeepsItsStatesEitherWay() {
        assertThat(units(CHAIN)).startsWith("gradient of loss: no unit of its own");
        assertThat(java(CHAIN)).doesNotContain("class Gradient").doesNotContain("class ValueOf");
    }

    @Test
    void anOutputThatNeedsLessDataIsComputedAlone() {
        String two = CHAIN + "data y\noutput error = (s[T - 1] - y)^2\n";
        assertThat(units(two))
                .contains("gradient of loss: a unit of its own, since it needs no y")
                .contains("value of loss: a unit of its own, since it needs no y");
    }
}
