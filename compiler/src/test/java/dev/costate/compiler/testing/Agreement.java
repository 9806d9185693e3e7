package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.eval.Derivation;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import java.util.Map;
import java.util.Random;

/**
 * One model at one point, compiled and interpreted: every output and every derivative must be the same to rounding. The
 * two have nothing in common but the checker and the values of elementary functions.
 */
public final class Agreement {
    private final String what;
    private final Model model;
    /** That of the noise. */
    public static final long SEED = 0x1234567890L;

    private final ModelInstance compiled;
    private final Map<String, Integer> dims;
    private final Map<String, double[]> inputs;
    private final double tolerance;

    private boolean anyInfinite;

    private Agreement(
            String what,
            Model model,
            ModelInstance compiled,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            double tolerance) {
        this.what = what;
        this.model = model;
        this.compiled = compiled;
        this.dims = dims;
        this.inputs = inputs;
        this.tolerance = tolerance;
    }

    /**
     * Loads a compiled model and binds inputs.
     *
     * @param what the model and its seed or point, for messages
     * @param dims may hold more than the model's
     * @param tolerance how far numbers may be apart, in units of the largest of their array and 1
     */
    public static Agreement of(
            String what,
            ModelCompiler.Result result,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            double tolerance) {
        assertThat(result.hasErrors()).as("%s: %s", what, result.diagnostics()).isFalse();
        return of(what, LoadedModel.load(result), dims, inputs, tolerance);
    }

    /** The same for a model that is loaded. */
    public static Agreement of(
            String what,
            LoadedModel loaded,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            double tolerance) {
        ModelInstance compiled = loaded.create(dims);
        if (!loaded.model().noise().isEmpty()) {
            compiled.seed(SEED);
        }
        inputs.forEach(compiled::set);
        return new Agreement(what, loaded.model(), compiled, dims, inputs, tolerance);
    }

    /** The same, in which what is not finite must be just that: in a sum it depends on the order what it is. */
    public Agreement whereFinite() {
        anyInfinite = true;
        return this;
    }

    public Model model() {
        return model;
    }

    public ModelInstance compiled() {
        return compiled;
    }

    /** Holds all outputs against the interpreter's. */
    public Agreement values() {
        Map<String, double[]> values = Interpreter.values(model, dims, inputs, SEED);
        for (Tensor output : model.outputs()) {
            compare(output.name(), compiled.output(output.name()), requireNonNull(values.get(output.name())));
        }
        return this;
    }

    /**
     * Holds every derivative that has a clause against the interpreter's, by power series, at directions and weights
     * made from the clause; and the values that come with them against those of the outputs alone, bit by bit.
     */
    public Agreement derivatives() {
        for (Derivative derivative : model.derivatives()) {
            if (derivative.isScalar() && !derivative.isNumber()) {
                sameBits(what, compiled, derivative);
            }
            double[][] given = given(derivative);
            compare(
                    derivative.clause(),
                    compiled.derivative(derivative.clause(), given),
                    Derivation.of(model, derivative, dims, inputs, SEED, given));
        }
        return this;
    }

    private double[][] given(Derivative derivative) {
        Random random = new Random(derivative.clause().hashCode());
        return derivative.slots(false).stream()
                .filter(slot -> slot.use() != Form.Use.RESULT)
                .map(slot ->
                        random.doubles(compiled.size(derivative, slot), -1, 1).toArray())
                .toArray(double[][]::new);
    }

    /** A value is the same to the last bit, with and without a derivative. */
    public static void sameBits(String what, ModelInstance compiled, Derivative derivative) {
        String output = derivative.output().name();
        double alone = compiled.evaluation(output).getAsDouble();
        double together = compiled.evaluation(derivative.clause()).getAsDouble();
        assertThat(Double.doubleToLongBits(together))
                .as("%s: %s with its %s is %s, alone %s", what, output, derivative.clause(), together, alone)
                .isEqualTo(Double.doubleToLongBits(alone));
    }

    private static boolean close(double got, double expected, double most) {
        if (Double.isNaN(got) || got == expected) {
            return Double.isNaN(got) == Double.isNaN(expected);
        }
        return Math.abs(got - expected) <= most;
    }

    /** Holds one array against another. */
    public void compare(String name, double[] got, double[] expected) {
        assertThat(got).as("%s %s", what, name).hasSameSizeAs(expected);
        double scale = 1;
        for (double e : expected) {
            scale = Double.isFinite(e) ? Math.max(scale, Math.abs(e)) : scale;
        }
        for (int k = 0; k < got.length; k++) {
            boolean infinite = anyInfinite && !Double.isFinite(expected[k]);
            boolean same = infinite ? !Double.isFinite(got[k]) : close(got[k], expected[k], tolerance * scale);
            assertThat(same)
                    .as(
                            "%s: %s[%s] is %s, not %s%n%s",
                            what, name, k, got[k], expected[k], model.source().text())
                    .isTrue();
        }
    }
}
