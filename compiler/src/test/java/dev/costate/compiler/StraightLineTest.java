package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.MethodSizes;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A model of more than 100 000 operations without a loop: javac takes it, and the JIT every method of it. */
@Tag("slow")
class StraightLineTest {
    private static final int STEPS = 34_000;

    @Test
    void hundredThousandOperations() {
        StringBuilder text = new StringBuilder("model Long\nparam x0\n");
        for (int k = 1; k <= STEPS; k++) {
            text.append("let x").append(k).append(" = x").append(k - 1);
            text.append(" + 0.001 * sin(x").append(k - 1).append(")\n");
        }
        text.append("output y = x").append(STEPS).append("\nderive gradient of y\n");
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Long.model", text.toString()), ModelCompiler.Options.of(""));
        // A sine and a·b + c in each step.
        assertThat(result.operations()).containsEntry("value", Poly.of(2L * STEPS));
        InMemoryCompiler.Classes classes = InMemoryCompiler.classes(result.files(), List.of());
        assertThat(MethodSizes.largest(classes.files().values()).bytes()).isLessThan(MethodSizes.LIMIT);

        ModelInstance model = LoadedModel.load(result, classes).create(Map.of()).set("x0", 0.25);
        double x = 0.25;
        double slope = 1;
        for (int k = 0; k < STEPS; k++) {
            slope *= 1 + 0.001 * Math.cos(x);
            x += 0.001 * Math.sin(x);
        }
        assertThat(model.output("y")[0]).isEqualTo(x);
        assertThat(requireNonNull(model.gradient("gradient of y").get("x0"))[0])
                .isCloseTo(slope, Percentage.withPercentage(1e-9));
    }
}
