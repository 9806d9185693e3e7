package dev.costate.compiler.run;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.runtime.CrossCheck;
import dev.costate.runtime.Differential;
import dev.costate.runtime.GradientCheck;
import dev.costate.runtime.GradientReport;
import dev.costate.runtime.ParameterLayout;
import dev.costate.runtime.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Holds the derivatives of a compiled model, of every form, against its values. First derivatives are held against the
 * output, second ones against the gradient, if the model has a clause for it, or else against differences of the
 * output; each Taylor coefficient against the one before it along the line.
 */
public final class DerivativeCheck {
    private final Model model;
    private final ModelInstance instance;
    private final Map<String, double[]> inputs;
    private final long seed;

    /**
     * Checks at a point.
     *
     * @param inputs the elements of what is derived by, by name; they are set before and after each check
     * @param seed of the random choices
     */
    public DerivativeCheck(Model model, ModelInstance instance, Map<String, double[]> inputs, long seed) {
        this.model = model;
        this.instance = instance;
        this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        this.seed = seed;
    }

    /**
     * Checks one derivative.
     *
     * @param given what the method takes besides the point: the weights of the output, then the direction, as far as
     *     the clause has them; if nothing is given, they are random
     * @throws IllegalArgumentException if an input that it is derived by is not given
     */
    public GradientReport check(Derivative d, double[]... given) {
        double[] x = point(d);
        boolean series = d.form().isSeries();
        Differential differential = series ? taylor(d, x, given) : differential(d, given);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        model.dims().forEach(size -> sizes.put(size.dim().name(), instance.size(size)));
        GradientReport report = GradientCheck.of(differential.inputs())
                .withSeed(seed)
                .withSizes(sizes)
                .at(differential, series ? new double[1] : x);
        move(d, x);
        return report;
    }

    /**
     * Two derivatives held against each other.
     *
     * @param result at random weights of the output and a random direction
     */
    public record Pair(Derivative first, Derivative second, CrossCheck result) {}

    /**
     * Holds each of these derivatives against the one before it that is, in another form, of the same: of first or of
     * second order, of one output by the same inputs.
     */
    public List<Pair> pairs(List<Derivative> derivatives) {
        List<Pair> pairs = new ArrayList<>();
        for (int k = 1; k < derivatives.size(); k++) {
            Derivative second = derivatives.get(k);
            for (int j = k - 1; j >= 0; j--) {
                Derivative first = derivatives.get(j);
                if (isComparable(first) && isComparable(second) && isOfTheSame(first, second)) {
                    double[] x = point(first);
                    pairs.add(
                            new Pair(first, second, CrossCheck.of(differential(first), differential(second), x, seed)));
                    move(first, x);
                    break;
                }
            }
        }
        return pairs;
    }

    /** A diagonal and a series have no product with a direction. */
    private static boolean isComparable(Derivative d) {
        return d.form() != Form.DIAGONAL_HESSIAN && !d.form().isSeries();
    }

    private static boolean isOfTheSame(Derivative first, Derivative second) {
        return first.output() == second.output()
                && first.wrt().equals(second.wrt())
                && first.isSecond() == second.isSecond();
    }

    // ---- The point ----

    private double[] point(Derivative d) {
        return d.wrt().stream()
                .map(tensor -> {
                    double[] elements = inputs.get(tensor.name());
                    if (elements == null) {
                        throw new IllegalArgumentException(
                                "input '" + tensor.name() + "' has to be given: '" + d.clause() + "' is by it");
                    }
                    return elements;
                })
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private void move(Derivative d, double[] x) {
        for (ParameterLayout.Slice slice : inputs(d).slices()) {
            instance.set(slice.name(), slice.get(x));
        }
    }

    private ParameterLayout inputs(Derivative d) {
        ParameterLayout.Builder layout = ParameterLayout.builder();
        d.wrt().forEach(tensor -> layout.add(tensor.name(), shape(tensor)));
        return layout.build();
    }

    private ParameterLayout output(Derivative d) {
        return ParameterLayout.builder().add(d.outputName(), shape(d.output())).build();
    }

    private Shape shape(Tensor tensor) {
        int[] sizes = instance.shape(tensor.name()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return Shape.of(tensor.shape().stream().map(Poly::toString).collect(Collectors.joining(" × ")), sizes);
    }

    // ---- Functions ----

    private Differential differential(Derivative d, double[]... given) {
        ParameterLayout inputs = inputs(d);
        if (d.isSecond()) {
            double[] weights = d.isScalar()
                    ? new double[] {1}
                    : given.length > 0 ? given[0] : random(output(d).size());
            double[][] before = d.isScalar() ? new double[0][] : new double[][] {weights};
            Differential.Weighted gradient = gradient(d, weights);
            return switch (d.form()) {
                case HVP ->
                    Differential.product(inputs, inputs, gradient, (x, v, result) -> run(d, x, result, and(before, v)));
                case DIAGONAL_HESSIAN ->
                    Differential.diagonal(inputs, gradient, (x, result) -> run(d, x, result, before));
                case SPARSE_HESSIAN ->
                    Differential.symmetric(
                            inputs, gradient, (x, result) -> run(d, x, result, before), instance.pattern(d.clause()));
                default -> Differential.matrix(inputs, inputs, gradient, (x, result) -> run(d, x, result, before));
            };
        }
        ParameterLayout output = output(d);
        Differential.Weighted value = Differential.values(output.size(), (x, out) -> value(d, x, out));
        if (d.form().seeds() == Form.Seeds.GIVEN) {
            return Differential.adjoint(inputs, output, value, (x, u, result) -> run(d, x, result, u));
        } else if (d.form().directions() == Form.Directions.GIVEN) {
            return Differential.product(inputs, output, value, (x, v, result) -> run(d, x, result, v));
        } else if (d.form().isSparse()) {
            return Differential.sparse(
                    inputs, output, value, (x, result) -> run(d, x, result), instance.pattern(d.clause()));
        }
        return d.transposed()
                ? Differential.transposed(inputs, output, value, (x, result) -> run(d, x, result))
                : Differential.matrix(inputs, output, value, (x, result) -> run(d, x, result));
    }

    private void value(Derivative d, double[] x, double[] out) {
        move(d, x);
        double[] values = instance.output(d.outputName());
        System.arraycopy(values, 0, out, 0, values.length);
    }

    private void run(Derivative d, double[] x, double[] result, double[]... given) {
        move(d, x);
        instance.derivative(d.clause(), result, given);
    }

    private static double[][] and(double[][] before, double[] last) {
        double[][] all = Arrays.copyOf(before, before.length + 1);
        all[before.length] = last;
        return all;
    }

    /** The gradient of the weighted output: by its clause, or from values. */
    private Differential.Weighted gradient(Derivative d, double[] weights) {
        Form form = d.isScalar() ? Form.GRADIENT : Form.VJP;
        for (Derivative first : model.derivatives()) {
            if (first.form() == form
                    && first.output() == d.output()
                    && first.wrt().equals(d.wrt())) {
                double[][] given = d.isScalar() ? new double[0][] : new double[][] {weights};
                return Differential.values(inputs(d).size(), (x, out) -> run(first, x, out, given));
            }
        }
        Differential.Weighted value = Differential.values(weights.length, (x, out) -> value(d, x, out));
        return Differential.slopes(x -> value.at(x, weights));
    }

    /** The series at x along what is given, or along a random direction. */
    private Differential taylor(Derivative d, double[] x, double[]... given) {
        double[] v = given.length > 0 ? given[0] : random(x.length);
        return Differential.series(
                output(d),
                d.order(),
                d.transposed(),
                (at, out) -> value(d, at, out),
                (at, along, coefficients) -> run(d, at, coefficients, along),
                x,
                v);
    }

    /** Numbers that are no special case. */
    private double[] random(int n) {
        return new Random(seed).doubles(n, 0.5, 1.5).toArray();
    }
}
