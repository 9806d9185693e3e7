package dev.costate.compiler.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.costate.compiler.ModelCompiler;
import dev.costate.compiler.eval.Derivation;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.run.LoadedModel;
import dev.costate.compiler.run.ModelInstance;
import dev.costate.compiler.source.SourceFile;
import dev.costate.runtime.SparsePattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;

/**
 * All forms of the derivative of one output by some inputs, at one point. Long, since each form is asked for, and
 * compared, in its own shape.
 */
public final class Derived {
    private static final double TOLERANCE = 1e-12;
    /** Steps of differences, and how well they agree. */
    private static final double STEP = 1e-5;

    private static final double ROUGHLY = 1e-4;

    private static final int ORDER = 4;

    /** The forms of derivative in which everything is compared, but for the Taylor series. */
    public static final List<String> FORMS = List.of(
            "directional",
            "vjp",
            "jacobian",
            "hvp",
            "hessian",
            "diagonal hessian",
            "sparse jacobian",
            "sparse hessian");

    private final String subject;
    private final Model model;
    private final ModelInstance instance;
    private final Map<String, Integer> dims;
    private final Map<String, double[]> inputs;
    private final Derivative derivative;
    private final int rows;
    private final int columns;
    private final Random random = new Random(7);

    private Derived(
            String subject,
            Model model,
            ModelInstance instance,
            Map<String, Integer> dims,
            Map<String, double[]> inputs) {
        this.subject = subject;
        this.model = model;
        this.instance = instance;
        this.dims = dims;
        this.inputs = inputs;
        this.derivative = model.derivatives().get(0);
        this.rows = size(derivative.output());
        this.columns = derivative.wrt().stream().mapToInt(this::size).sum();
    }

    private int size(Tensor tensor) {
        return instance.shape(tensor.name()).stream().reduce(1, (a, b) -> a * b);
    }

    /** The forms of a subject in Java, for as many sizes and points as one likes. */
    public record Forms(String subject, LoadedModel loaded) {
        public Derived at(Map<String, Integer> dims, Map<String, double[]> inputs) {
            ModelInstance instance = loaded.create(dims);
            inputs.forEach(instance::set);
            return new Derived(subject, loaded.model(), instance, dims, inputs);
        }
    }

    /** The forms at one point; null if the output does not depend on the inputs. */
    public static @Nullable Derived of(
            SourceFile source,
            String subject,
            ModelCompiler.Options options,
            Map<String, Integer> dims,
            Map<String, double[]> inputs) {
        Forms forms = forms(source, subject, options);
        return forms == null ? null : forms.at(dims, inputs);
    }

    /**
     * The forms of a subject, such as {@code loss wrt w}.
     *
     * @param source a model without clauses
     * @return null if the output does not depend on the inputs
     */
    public static @Nullable Forms forms(SourceFile source, String subject, ModelCompiler.Options options) {
        StringBuilder text = new StringBuilder(source.text()).append('\n');
        for (String form : FORMS) {
            text.append("derive ").append(form).append(" of ").append(subject).append('\n');
        }
        text.append("derive jacobian of ").append(subject).append(" layout denominator\n");
        text.append("derive taylor of ")
                .append(subject)
                .append(" order ")
                .append(ORDER)
                .append('\n');
        ModelCompiler.Result result = ModelCompiler.compile(new SourceFile(source.name(), text.toString()), options);
        Model model = result.model();
        if (model == null) {
            assertThat(result.diagnostics())
                    .allMatch(d -> d.code().id().equals("C605") || d.code().id().equals("C609"));
            return null;
        }
        return new Forms(subject, LoadedModel.load(result));
    }

    private double[] numbers(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    private double[] get(String form, double[]... given) {
        String clause = form.endsWith("denominator")
                ? form.replace(" layout", " of " + subject + " layout")
                : form + " of " + subject;
        return instance.derivative(clause, given);
    }

    /** Holds the forms against each other and against the interpreter, and first derivatives against second. */
    public void agrees(boolean differences) {
        double[] v = numbers(columns);
        double[] u = numbers(rows);
        double[] forward = get("directional", v);
        double[] reverse = get("vjp", u);
        interpreted(u, v);
        double scale = 1;
        for (int k = 0; k < rows; k++) {
            scale += Math.abs(u[k] * forward[k]);
        }
        compare("dot product", new double[] {dot(u, forward) / scale}, new double[] {dot(reverse, v) / scale});
        matrices(u, v, forward, reverse);
        second(u, v, differences);
    }

    private void matrices(double[] u, double[] v, double[] forward, double[] reverse) {
        double[] jacobian = get("jacobian");
        double[] transposed = get("jacobian layout denominator");
        double[] byColumns = new double[rows];
        double[] byRows = new double[columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                byColumns[i] += zero(jacobian[i * columns + j], v[j]);
                byRows[j] += zero(jacobian[i * columns + j], u[i]);
                same("transposed", transposed[j * rows + i], jacobian[i * columns + j]);
            }
        }
        sparse("sparse jacobian", jacobian, get("sparse jacobian"), false);
        compare("columns of the Jacobian", byColumns, forward);
        compare("rows of the Jacobian", byRows, reverse);
    }

    /** The entries of a matrix, or of its lower triangle, with what is not among them 0. */
    private void sparse(String form, double[] matrix, double[] values, boolean lower) {
        SparsePattern pattern = instance.pattern(form + " of " + subject);
        double[] dense = pattern.dense(values);
        for (int k = 0; k < matrix.length; k++) {
            int row = k / columns;
            int column = k % columns;
            if (!lower || column <= row) {
                same(form + " at " + row + ", " + column, dense[k], matrix[k]);
            }
        }
    }

    private static double zero(double a, double b) {
        return a == 0 ? 0 : a * b;
    }

    private void second(double[] u, double[] v, boolean differences) {
        double[][] given = derivative.isScalar() ? new double[][] {v} : new double[][] {u, v};
        double[][] weights = derivative.isScalar() ? new double[][] {} : new double[][] {u};
        double[] product = get("hvp", given);
        double[] hessian = get("hessian", weights);
        double[] byHessian = new double[columns];
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < columns; j++) {
                byHessian[i] += zero(hessian[i * columns + j], v[j]);
                assertThat(hessian[i * columns + j])
                        .as("%s: symmetric at %s, %s", what(), i, j)
                        .isEqualTo(hessian[j * columns + i]);
            }
        }
        sparse("sparse hessian", hessian, get("sparse hessian", weights), true);
        compare("hvp", product, byHessian);
        double[] diagonal = new double[columns];
        Arrays.setAll(diagonal, j -> hessian[j * columns + j]);
        compare("diagonal", get("diagonal hessian", weights), diagonal);
        series(derivative.isScalar() ? new double[] {1} : u, v, product);
        if (differences && derivative.wrt().stream().allMatch(input -> inputs.containsKey(input.name()))) {
            differences(derivative.isScalar() ? new double[] {1} : u, v, product);
            higherCoefficients(v);
        }
    }

    /** Coefficients against the value and derivatives of first and second order, and those of third against these. */
    private void series(double[] u, double[] v, double[] product) {
        double[] coefficients = taylor(v);
        double[] value = instance.output(derivative.output().name());
        double[] forward = get("directional", v);
        double second = 0;
        double scale = 1 + Math.abs(dot(product, v));
        for (int k = 0; k < rows; k++) {
            same("value of the series", coefficients[k * (ORDER + 1)], value[k]);
            same("first coefficient", coefficients[k * (ORDER + 1) + 1], forward[k]);
            second += 2 * zero(u[k], coefficients[k * (ORDER + 1) + 2]);
            scale += Math.abs(zero(u[k], coefficients[k * (ORDER + 1) + 2]));
        }
        for (int k = 0; k < product.length; k++) {
            scale += Math.abs(product[k] * v[k]);
        }
        if (Double.isFinite(scale)) {
            same("second coefficient", second / scale, dot(product, v) / scale);
        }
    }

    private double[] taylor(double[] v) {
        return instance.derivative("taylor of " + subject + " order " + ORDER, v);
    }

    /** Each coefficient is the derivative of the one before along the direction, over its order. */
    private void higherCoefficients(double[] v) {
        double[] coefficients = taylor(v);
        double[] wide = coefficientDifference(v, STEP);
        double[] narrow = coefficientDifference(v, STEP / 4);
        for (int row = 0; row < rows; row++) {
            for (int k = 2; k < ORDER; k++) {
                int at = row * (ORDER + 1) + k;
                double scale = 1 + Math.abs(coefficients[at]) + Math.abs(coefficients[at + 1]);
                if (Math.abs(wide[at] - narrow[at]) <= ROUGHLY * scale) {
                    assertThat(coefficients[at + 1])
                            .as("%s: coefficient %s of element %s by differences", what(), k + 1, row)
                            .isCloseTo(wide[at] / (k + 1), Offset.offset(10 * ROUGHLY * scale));
                }
            }
        }
    }

    private double[] coefficientDifference(double[] v, double step) {
        move(v, step);
        double[] after = taylor(v);
        move(v, -step);
        double[] before = taylor(v);
        move(v, 0);
        double[] difference = new double[after.length];
        Arrays.setAll(difference, k -> (after[k] - before[k]) / (2 * step));
        return difference;
    }

    /** The product against differences of the gradient, where those of two steps agree. */
    private void differences(double[] u, double[] v, double[] product) {
        double[] wide = difference(u, v, STEP);
        double[] narrow = difference(u, v, STEP / 4);
        double scale = 1;
        for (int k = 0; k < columns; k++) {
            scale = Math.max(scale, Math.max(Math.abs(product[k]), Math.abs(wide[k])));
        }
        for (int k = 0; k < columns; k++) {
            if (Math.abs(wide[k] - narrow[k]) <= ROUGHLY * scale) {
                assertThat(product[k])
                        .as("%s: hvp[%s] by differences", what(), k)
                        .isCloseTo(wide[k], Offset.offset(10 * ROUGHLY * scale));
            }
        }
    }

    private double[] difference(double[] u, double[] v, double step) {
        move(v, step);
        double[] after = get("vjp", u);
        move(v, -step);
        double[] before = get("vjp", u);
        move(v, 0);
        double[] difference = new double[columns];
        Arrays.setAll(difference, k -> (after[k] - before[k]) / (2 * step));
        return difference;
    }

    private void move(double[] v, double step) {
        int at = 0;
        for (Tensor input : derivative.wrt()) {
            double[] moved = requireNonNull(inputs.get(input.name())).clone();
            for (int k = 0; k < moved.length; k++) {
                moved[k] += step * v[at + k];
            }
            at += moved.length;
            instance.set(input.name(), moved);
        }
    }

    private void interpreted(double[] u, double[] v) {
        for (Derivative d : model.derivatives()) {
            if (d.form().isSparse()) {
                continue; // held against the dense forms
            }
            List<double[]> given = new ArrayList<>();
            d.slots(false).forEach(slot -> {
                switch (slot.use()) {
                    case SEED -> given.add(u);
                    case DIRECTION -> given.add(v);
                    case RESULT, BESIDE -> {}
                }
            });
            double[][] slots = given.toArray(double[][]::new);
            compare(
                    d.clause() + " as interpreted",
                    instance.derivative(d.clause(), slots),
                    Derivation.of(model, d, dims, inputs, slots));
        }
    }

    private static double dot(double[] a, double[] b) {
        double dot = 0;
        for (int k = 0; k < a.length; k++) {
            dot += zero(a[k], b[k]);
        }
        return dot;
    }

    private String what() {
        return model.name() + ": " + subject;
    }

    private void compare(String name, double[] got, double[] expected) {
        double scale = 1;
        for (double e : expected) {
            scale = Double.isFinite(e) ? Math.max(scale, Math.abs(e)) : scale;
        }
        for (int k = 0; k < got.length; k++) {
            same(name + "[" + k + "]", got[k] / scale, expected[k] / scale);
        }
    }

    private void same(String name, double got, double expected) {
        boolean same = Double.isNaN(got)
                ? Double.isNaN(expected)
                : got == expected || Math.abs(got - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
        assertThat(same)
                .as(
                        "%s: %s is %s, not %s%n%s",
                        what(), name, got, expected, model.source().text())
                .isTrue();
    }
}
