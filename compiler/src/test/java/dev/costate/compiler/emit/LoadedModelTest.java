package dev.costate.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.costate.compiler.LoadedModel;
import dev.costate.compiler.ModelCompiler.JavaFile;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.ir.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One observation, two features: loss = softplus(z) - y z + lambda/2 |w|², z = b + w x. */
class LoadedModelTest {
    private final Models.Example example = Models.logistic();
    private final Model model = example.model();
    private final LoadedModel loaded = LoadedModel.load(
            model,
            example.emit().stream()
                    .map(s -> new JavaFile(s.packageName(), s.className(), s.text()))
                    .toList());

    private Tensor input(String name) {
        return model.inputs().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void evaluatesOutputsAndGradients() {
        LoadedModel.Instance instance = loaded.create(Map.of("N", 1L, "D", 2L));
        instance.bind(input("X"), new double[] {2, 3});
        instance.bind(input("y"), new double[] {1});
        instance.bind(input("lambda"), new double[] {0.5});
        double[] theta =
                instance.parameters(Map.of(input("w"), new double[] {0.5, -1}, input("b"), new double[] {0.25}));
        assertThat(theta).containsExactly(0.5, -1, 0.25);
        double z = 0.25 + 1 - 3;
        double p = 1 / (1 + Math.exp(-z));
        double[] loss = instance.output(model.outputs().get(0), theta);
        assertThat(loss[0]).isCloseTo(Math.log1p(Math.exp(z)) - z + 0.25 * 1.25, within(1e-14));
        Map<Tensor, double[]> gradient = instance.gradient(model.derivatives().get(0), theta);
        assertThat(gradient.get(input("w")))
                .containsExactly(new double[] {(p - 1) * 2 + 0.25, (p - 1) * 3 - 0.5}, within(1e-14));
        assertThat(gradient.get(input("b"))).containsExactly(new double[] {p - 1}, within(1e-14));
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> loaded.create(Map.of("N", 1L))).hasMessage("dim D is not given");
        LoadedModel.Instance instance = loaded.create(Map.of("N", 1L, "D", 2L));
        assertThatThrownBy(() -> instance.output(model.outputs().get(0), new double[3]))
                .as("what the generated class throws")
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("X is not bound");
        assertThatThrownBy(() -> instance.parameters(Map.of(input("w"), new double[1])))
                .hasMessage("param w needs 2 elements");
    }
}
