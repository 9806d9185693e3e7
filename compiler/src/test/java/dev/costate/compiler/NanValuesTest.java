package dev.costate.compiler;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.eval.Derivation;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.testing.RandomCases;
import dev.costate.compiler.testing.RandomModel;
import dev.costate.compiler.testing.RandomSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A derivative is NaN where the interpreter's is, in random models of which one input is NaN: what hides that a value
 * is NaN would hide why a fit goes wrong. Long runs: {@code -Dcostate.random.models=1000 -Dcostate.random.seed=1}.
 */
@Tag("slow")
class NanValuesTest {
    private static final int MODELS = Integer.getInteger("costate.random.models", 12);
    private static final long FIRST_SEED = Long.getLong("costate.random.seed", 2);

    @Test
    void derivativesOfWhatIsNan() {
        int values = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + MODELS; seed++) {
            values += hold(seed, seed % 2 == 0 ? RandomModel.of(seed) : RandomCases.of(seed));
        }
        assertThat(values).as("values that were NaN").isGreaterThan(3 * MODELS);
    }

    /** Returns how many values were NaN, of one input after the other. */
    private static int hold(long seed, RandomSource random) {
        ModelCompiler.Result result =
                ModelCompiler.compile(new SourceFile("R.model", random.text()), ModelCompiler.Options.of(""));
        Model model = requireNonNull(result.model());
        ModelInstance compiled = LoadedModel.load(result).create(random.dims());
        int found = 0;
        for (Tensor input : model.inputs()) {
            double[] values = random.inputs().getOrDefault(input.name(), new double[0]);
            if (input.type() != Tensor.Type.REAL || values.length == 0) {
                continue;
            }
            double[] others = values.clone();
            others[(int) (seed % others.length)] = Double.NaN;
            Map<String, double[]> inputs = new LinkedHashMap<>(random.inputs());
            inputs.put(input.name(), others);
            inputs.forEach(compiled::set);
            for (Model.Derivative derivative : model.derivatives()) {
                if (derivative.form() == Form.GRADIENT
                        && Double.isNaN(compiled.output(derivative.output().name())[0])) {
                    found++;
                    double[] expected = Derivation.of(model, derivative, random.dims(), inputs, 0, new double[0][]);
                    double[] gradient = compiled.derivative(derivative.clause());
                    for (int k = 0; k < gradient.length; k++) {
                        assertThat(!Double.isNaN(expected[k]) || Double.isNaN(gradient[k]))
                                .as(
                                        "seed %s, %s is NaN, entry %s is %s%n%s",
                                        seed, input, k, gradient[k], random.text())
                                .isTrue();
                    }
                }
            }
        }
        return found;
    }

    /** What attains a maximum that is NaN, alone and in a branch that is not taken. */
    @Test
    void extremes() {
        String text = """
                model Tops
                param x[3]
                param s
                output top = max(i) x[i]
                output safe = if s > 0 then max(i) sqrt(x[i]) else s
                derive gradient of top
                derive gradient of safe
                """;
        ModelInstance model = LoadedModel.load(
                        ModelCompiler.compile(new SourceFile("Tops.model", text), ModelCompiler.Options.of("")))
                .create(Map.of())
                .set("x", 1, Double.NaN, 2)
                .set("s", -1);
        double nan = Double.NaN;
        assertThat(model.output("top")).containsExactly(nan);
        assertThat(model.gradient("gradient of top").get("x")).containsExactly(nan, nan, nan);
        assertThat(model.gradient("gradient of safe").get("x")).containsExactly(0, 0, 0);
        assertThat(model.gradient("gradient of safe").get("s")).containsExactly(1);
    }
}
