package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.run.InMemoryCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.testing.Golden;
import dev.costate.runtime.DifferentiableFunction;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Emitted Java against the files in {@code golden}, and what it computes. */
class EmitterTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/costate/compiler/emit/golden");

    private static Models.Example example(String name) {
        return name.equals("Logistic") ? Models.logistic() : AffineModel.example();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Logistic", "Affine"})
    void emitsTheGoldenFiles(String name) throws IOException {
        for (JavaSource source : example(name).emit()) {
            Golden.hold(GOLDEN.resolve(source.className() + ".java"), source.text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Logistic", "Affine"})
    void compilesWithoutWarningsInShortLines(String name) {
        List<JavaSource> sources = example(name).emit();

        assertThat(InMemoryCompiler.compile(sources, List.of("-Xlint:all", "-Werror", "--release", "17")))
                .containsKey("dev.costate.golden." + name);
        assertThat(sources).allSatisfy(s -> assertThat(s.text().lines()).allMatch(line -> line.length() <= 120));
    }

    private static ModelInstance affine() {
        Models.Example example = AffineModel.example();
        return LoadedModel.load(example.model(), example.emit())
                .create(Map.of("N", 2))
                .set("gradient", 1, 2, 3, 4, 5, 6)
                .set("scale", 0.5)
                .set("theta", 1, 0, -1, 2, 1, 0)
                .set("int", 3);
    }

    @Test
    void halvesGiveValuesAndGradients() {
        ModelInstance model = affine();

        assertThat(model.output("r")).containsExactly(1.5 * -2, 1.5 * 13);
        assertThat(model.output("loss")).containsExactly(9 + 19.5 * 19.5);
        Map<String, double[]> gradient = model.gradient("gradient of loss");
        assertThat(gradient.get("theta")).containsExactly(-9, -18, -27, 58.5 * 4, 58.5 * 5, 58.5 * 6);
        assertThat(requireNonNull(gradient.get("int"))[0]).isCloseTo(2 * (9 + 19.5 * 19.5) / 3, within(1e-12));
        assertThat(model.gradient("gradient of loss wrt gradient").get("gradient"))
                .containsExactly(-9, 0.0, 9, 117, 58.5, 0);
    }

    @Test
    void sweepAgreesWithFiniteDifferences() throws IOException {
        Models.Example example = Models.logistic();
        ModelInstance model = LoadedModel.load(example.model(), example.emit())
                .create(Map.of("N", 3, "D", 6))
                .set("y", 0, 1, 1)
                .set("X", new double[] {1, 2, 3, 4, 5, 6, 0, 1, 0, 2, 0, 3, -1, -2, 0, 0, 1, 1})
                .set("w", 0.1, -0.2, 0.3, 0, 0.2, -0.1)
                .set("b", 0.25);
        DifferentiableFunction function = (DifferentiableFunction) model.object();
        double[] theta = model.theta();
        double[] gradient = new double[function.dimension()];

        assertThat(function.valueAndGradient(theta, gradient)).isEqualTo(function.value(theta));
        for (int k = 0; k < theta.length; k++) {
            double[] up = theta.clone();
            double[] down = theta.clone();
            up[k] += 1e-5;
            down[k] -= 1e-5;
            assertThat(gradient[k]).isCloseTo((function.value(up) - function.value(down)) / 2e-5, within(1e-8));
        }
        new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(function);
    }

    @Test
    void saysWhatIsMissingOrOfTheWrongLength() {
        Models.Example example = AffineModel.example();
        ModelInstance model = LoadedModel.load(example.model(), example.emit()).create(Map.of("N", 2));

        assertThatThrownBy(() -> model.output("loss"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gradient is not bound");
        model.set("gradient", 1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> model.output("loss"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scale is not bound");
        assertThatThrownBy(() -> model.set("theta", 1)).hasMessageContaining("theta: expected 6 values, got 1");
    }
}
