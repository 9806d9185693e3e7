package dev.costate.compiler.emit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.Diagnostics;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.Golden;
import dev.costate.golden.LogisticRegression;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is emitted for models of the cookbook, held against classes beside the tests: javac compiles them with the
 * tests, and whoever changes what is emitted reads this difference.
 */
class EmitterTest {
    private static final Path COOKBOOK = Path.of("../docs/cookbook");
    private static final Path GOLDEN = Path.of("src/test/java/dev/costate/golden");

    /** Two gradients, and names that Java and the emitter use themselves; a comment that must not end a comment. */
    private static final String AFFINE = """
            model Affine
            dim N
            dim M = N + 1
            data  gradient[N, M]   // \\u000a */ @Deprecated
            data  scale
            param theta[N, M]
            param int
            let    dot[i]  = sum(j) theta[i, j] * gradient[i, j]
            output r[i]    = int * scale * dot[i]
            output loss    = sum(i) r[i]^2
            derive gradient of loss
            derive gradient of loss wrt gradient
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BlackScholes",
                "BundleAdjustment",
                "HiddenMarkov",
                "KMeans",
                "KalmanFilter",
                "LogisticRegression",
                "LotkaVolterra",
                "SoftmaxRegression"
            })
    void emitsTheGoldenFiles(String name) throws IOException {
        Path file = COOKBOOK.resolve(name + ".model");
        SourceFile source = requireNonNull(SourceFile.read(file, name + ".model", new Diagnostics()));

        for (JavaSource java : ModelCompiler.compile(source, ModelCompiler.Options.of("dev.costate.golden"))
                .files()) {
            Golden.hold(GOLDEN.resolve(java.className() + ".java"), java.text());
            assertThat(java.text().lines()).allMatch(line -> line.length() <= 120);
        }
    }

    private static ModelInstance affine() {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("Affine.model", AFFINE), ModelCompiler.Options.of(""));
        return LoadedModel.load(result).create(Map.of("N", 2));
    }

    @Test
    void givesValuesAndGradients() {
        ModelInstance model = affine().set("gradient", 1, 2, 3, 4, 5, 6)
                .set("scale", 0.5)
                .set("theta", 1, 0, -1, 2, 1, 0)
                .set("int", 3);

        assertThat(model.output("r")).containsExactly(1.5 * -2, 1.5 * 13);
        assertThat(model.output("loss")).containsExactly(9 + 19.5 * 19.5);
        Map<String, double[]> gradient = model.gradient("gradient of loss");
        assertThat(gradient.get("theta")).containsExactly(-9, -18, -27, 58.5 * 4, 58.5 * 5, 58.5 * 6);
        assertThat(requireNonNull(gradient.get("int"))[0]).isCloseTo(2 * (9 + 19.5 * 19.5) / 3, within(1e-12));
        assertThat(model.gradient("gradient of loss wrt gradient").get("gradient"))
                .containsExactly(-9, -0.0, 9, 117, 58.5, 0);
    }

    @Test
    void saysWhatIsMissingOrOfTheWrongLength() {
        ModelInstance model = affine();

        assertThatThrownBy(() -> model.output("loss"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gradient is not bound");
        model.set("gradient", 1, 2, 3, 4, 5, 6);
        assertThatThrownBy(() -> model.output("loss"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scale is not bound");
        assertThatThrownBy(() -> model.set("theta", 1)).hasMessageContaining("theta: expected 6 values, got 1");
    }

    /** The class as it stands beside the tests, called as a program calls it. */
    @Test
    void gradientsOfGoldenFilesAgreeWithFiniteDifferences() throws IOException {
        LogisticRegression model = LogisticRegression.of(3, 2);
        model.X(new double[] {1, 2, 0, 1, -1, -2}).y(new double[] {0, 1, 1});
        double[] theta = {0.1, -0.2, 0.25};
        double[] gradient = new double[model.dimension()];

        assertThat(model.valueAndGradient(theta, gradient)).isEqualTo(model.value(theta));
        for (int k = 0; k < theta.length; k++) {
            double[] up = theta.clone();
            double[] down = theta.clone();
            up[k] += 1e-5;
            down[k] -= 1e-5;
            assertThat(gradient[k]).isCloseTo((model.value(up) - model.value(down)) / 2e-5, within(1e-8));
        }
        new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(model);
    }
}
