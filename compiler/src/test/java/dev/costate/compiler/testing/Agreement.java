package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.LoadedModel;
import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.ModelInstance;
import dev.costate.compiler.check.Model;
import dev.costate.compiler.check.Model.Derivative;
import dev.costate.compiler.eval.Interpreter;
import dev.costate.compiler.ir.Tensor;
import java.util.Map;

/**
 * One model at one point, compiled and interpreted: every output and every gradient must be the same to rounding. The
 * two have nothing in common but the checker and the values of elementary functions.
 */
public final class Agreement {
    private final String what;
    private final Model model;
    private final ModelInstance compiled;
    private final Map<String, Integer> dims;
    private final Map<String, double[]> inputs;
    private final double tolerance;

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
        inputs.forEach(compiled::set);
        return new Agreement(what, loaded.model(), compiled, dims, inputs, tolerance);
    }

    public Model model() {
        return model;
    }

    public ModelInstance compiled() {
        return compiled;
    }

    /** Holds all outputs against the interpreter's. */
    public Agreement values() {
        Map<String, double[]> values = Interpreter.values(model, dims, inputs);
        for (Tensor output : model.outputs()) {
            compare(output.name(), compiled.output(output.name()), requireNonNull(values.get(output.name())));
        }
        return this;
    }

    /**
     * Holds all gradients against forward-mode derivatives, component by component, and the values that come with them
     * against those of the outputs alone, bit by bit.
     */
    public Agreement gradients() {
        for (Derivative derivative : model.derivatives()) {
            sameBits(what, compiled, derivative);
            Map<String, double[]> gradient = compiled.gradient(derivative.clause());
            for (Tensor input : derivative.wrt()) {
                double[] expected = Interpreter.gradient(
                        model, dims, inputs, derivative.output().name(), input.name());
                compare(
                        derivative.clause() + ": " + input.name(),
                        requireNonNull(gradient.get(input.name())),
                        expected);
            }
        }
        return this;
    }

    /** A value is the same to the last bit, with and without its gradient. */
    public static void sameBits(String what, ModelInstance compiled, Derivative derivative) {
        String output = derivative.output().name();
        double alone = compiled.evaluation(output).getAsDouble();
        double together = compiled.evaluation(derivative.clause()).getAsDouble();
        assertThat(Double.doubleToLongBits(together))
                .as("%s: %s with its gradient is %s, alone %s", what, output, together, alone)
                .isEqualTo(Double.doubleToLongBits(alone));
    }

    /** Holds one array against another. */
    public void compare(String name, double[] got, double[] expected) {
        assertThat(got).as("%s %s", what, name).hasSameSizeAs(expected);
        double scale = 1;
        for (double e : expected) {
            scale = Double.isFinite(e) ? Math.max(scale, Math.abs(e)) : scale;
        }
        for (int k = 0; k < got.length; k++) {
            boolean same = Double.isNaN(got[k])
                    ? Double.isNaN(expected[k])
                    : got[k] == expected[k] || Math.abs(got[k] - expected[k]) <= tolerance * scale;
            assertThat(same)
                    .as(
                            "%s: %s[%s] is %s, not %s%n%s",
                            what, name, k, got[k], expected[k], model.source().text())
                    .isTrue();
        }
    }
}
