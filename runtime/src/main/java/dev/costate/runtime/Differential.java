package dev.costate.runtime;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A function of several variables and a method that claims to compute its derivative: what a {@link GradientCheck}
 * takes, whatever form the derivative has. With F′ the Jacobian of the function F, such a method gives F′ itself, or
 * its product with a vector from either side; all forms of derivative are one of the three.
 *
 * <table>
 * <caption>Which form is which</caption>
 * <tr><th>form</th><th>function</th><th>method</th></tr>
 * <tr><td>gradient, Jacobian</td><td>the output</td><td>{@link #matrix}</td></tr>
 * <tr><td>directional derivative</td><td>the output</td><td>{@link #product}</td></tr>
 * <tr><td>vector-Jacobian product</td><td>the output</td><td>{@link #adjoint}</td></tr>
 * <tr><td>Hessian</td><td>the gradient</td><td>{@link #matrix}</td></tr>
 * <tr><td>its diagonal</td><td>the gradient</td><td>{@link #diagonal}</td></tr>
 * <tr><td>Hessian-vector product</td><td>the gradient</td><td>{@link #product}</td></tr>
 * <tr><td>Taylor coefficients</td><td>those before, along a line</td><td>{@link #series}</td></tr>
 * </table>
 */
public final class Differential {
    /** A function by the sums of its values with weights: what a check follows along a line. */
    @FunctionalInterface
    public interface Weighted {
        /** u · F(x); reads only those values whose weight is not 0. */
        double at(double[] x, double[] u);

        /** How far values may be off, as a part of the largest derivative. */
        default double noise() {
            return 1e-12;
        }
    }

    /** A method that writes to an array what it computes at a point. */
    @FunctionalInterface
    public interface Function {
        /** Overwrites every entry of the result. */
        void at(double[] x, double[] result);
    }

    /** A method that writes to an array the product of a derivative at a point and a vector. */
    @FunctionalInterface
    public interface Product {
        /** Overwrites every entry of the result. */
        void at(double[] x, double[] vector, double[] result);
    }

    /** The vector that the method takes. */
    enum Takes {
        NOTHING,
        WEIGHTS,
        DIRECTION
    }

    private final ParameterLayout inputs;
    private final ParameterLayout outputs;
    private final Weighted function;
    private final Takes takes;
    private final Product method;
    private final MatrixPlaces places;

    private Differential(
            ParameterLayout inputs,
            ParameterLayout outputs,
            Weighted function,
            Takes takes,
            Product method,
            MatrixPlaces places) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.function = function;
        this.takes = takes;
        this.method = method;
        this.places = places;
    }

    // ---- Forms ----

    /** A method that writes F′ with a row for each value and a column for each variable, row by row. */
    public static Differential matrix(
            ParameterLayout inputs, ParameterLayout outputs, Weighted function, Function method) {
        return matrix(inputs, outputs, function, method, MatrixPlaces.rows(outputs.size(), inputs.size()));
    }

    /** A method that writes F′ with a row for each variable and a column for each value, row by row. */
    public static Differential transposed(
            ParameterLayout inputs, ParameterLayout outputs, Weighted function, Function method) {
        return matrix(inputs, outputs, function, method, MatrixPlaces.columns(outputs.size(), inputs.size()));
    }

    /** A method that writes the diagonal of F′. */
    public static Differential diagonal(ParameterLayout inputs, Weighted function, Function method) {
        return matrix(inputs, inputs, function, method, MatrixPlaces.diagonal(inputs.size()));
    }

    /** A method that writes the entries of F′ that a pattern has. */
    public static Differential sparse(
            ParameterLayout inputs,
            ParameterLayout outputs,
            Weighted function,
            Function method,
            SparsePattern pattern) {
        return matrix(inputs, outputs, function, method, MatrixPlaces.sparse(pattern));
    }

    /** A method that writes the entries of F′, which is symmetric, that a pattern of the lower triangle has. */
    public static Differential symmetric(
            ParameterLayout inputs, Weighted function, Function method, SparsePattern pattern) {
        return matrix(inputs, inputs, function, method, MatrixPlaces.lower(pattern));
    }

    /** A method that writes F′ v for a direction v of the variables. */
    public static Differential product(
            ParameterLayout inputs, ParameterLayout outputs, Weighted function, Product method) {
        MatrixPlaces column = MatrixPlaces.rows(outputs.size(), 1);
        return new Differential(inputs, outputs, function, Takes.DIRECTION, method, column);
    }

    /** A method that writes uᵀ F′ for weights u of the values. */
    public static Differential adjoint(
            ParameterLayout inputs, ParameterLayout outputs, Weighted function, Product method) {
        MatrixPlaces row = MatrixPlaces.rows(1, inputs.size());
        return new Differential(inputs, outputs, function, Takes.WEIGHTS, method, row);
    }

    /**
     * A method that writes the coefficients of the Taylor series of a function at x along v: for each value those of
     * all orders, or, by order, for each order those of all values. What is checked is a function of t, at 0: of the
     * values at x + t v the derivative is c₁, and that of c_k, for k from 0 to below the last order, is (k + 1)
     * c_{k+1}.
     */
    public static Differential series(
            ParameterLayout output,
            int order,
            boolean byOrder,
            Function values,
            Product coefficients,
            double[] x,
            double[] v) {
        return new TaylorLine(output, order, byOrder, values, coefficients, x, v).differential();
    }

    private static Differential matrix(
            ParameterLayout inputs, ParameterLayout outputs, Weighted function, Function method, MatrixPlaces places) {
        Product ignoring = (x, nothing, result) -> method.at(x, result);
        return new Differential(inputs, outputs, function, Takes.NOTHING, ignoring, places);
    }

    // ---- Functions ----

    /** A function by a method that computes its single value. */
    public static Weighted value(ToDoubleFunction<double[]> method) {
        return (x, u) -> u[0] * method.applyAsDouble(x);
    }

    /** A function by a method that writes all its values. */
    public static Weighted values(int outputs, Function method) {
        double[] out = new double[outputs];
        return (x, u) -> {
            method.at(x, out);
            double sum = 0;
            for (int i = 0; i < outputs; i++) {
                if (u[i] != 0) {
                    sum += u[i] * out[i];
                }
            }
            return sum;
        };
    }

    /**
     * The gradient of a function with a single value, from its values alone: what a second derivative is held against
     * where there is no method for the first. Takes some eleven evaluations.
     */
    public static Weighted slopes(ToDoubleFunction<double[]> method) {
        return slopes(method, GradientCheck.Format.DOUBLE);
    }

    /** The same for a function that is computed in another format. */
    public static Weighted slopes(ToDoubleFunction<double[]> method, GradientCheck.Format format) {
        return new Weighted() {
            @Override
            public double at(double[] x, double[] u) {
                return slope(method, format, x, u);
            }

            @Override
            public double noise() {
                return Math.max(1e-9, format.share());
            }
        };
    }

    private static double slope(
            ToDoubleFunction<double[]> method, GradientCheck.Format format, double[] x, double[] u) {
        double scale = 1;
        for (double element : x) {
            scale = Math.max(scale, Math.abs(element));
        }
        double[] moved = new double[x.length];
        Ridders ridders = new Ridders(
                t -> {
                    Arrays.setAll(moved, i -> x[i] + t * u[i]);
                    return method.applyAsDouble(moved);
                },
                format);
        ridders.central(0, scale, 1e-3 * Math.abs(method.applyAsDouble(x)));
        return ridders.derivative();
    }

    // ---- What a check asks ----

    /** The variables. */
    public ParameterLayout inputs() {
        return inputs;
    }

    ParameterLayout outputs() {
        return outputs;
    }

    Takes takes() {
        return takes;
    }

    MatrixPlaces places() {
        return places;
    }

    /** What a derivative is called: {@code w[2]}, or of several values {@code r[0] by w[2]}. */
    String name(int value, int variable) {
        String by = inputs.nameAt(variable);
        return outputs.size() == 1 ? by : outputs.nameAt(value) + " by " + by;
    }

    /** What the block of derivatives is called that one is in: {@code w}, or {@code r by w}. */
    String array(int value, int variable) {
        String by = inputs.sliceAt(variable).name();
        return outputs.size() == 1 ? by : outputs.sliceAt(value).name() + " by " + by;
    }

    /** u · F(x). */
    double weighted(double[] x, double[] u) {
        return function.at(x, u);
    }

    /** Whether values of the function are exact to rounding, and no differences of others. */
    boolean isByValues() {
        return noise() < 1e-9;
    }

    /** How far values of the function may be off, as a part of the largest derivative. */
    double noise() {
        return function.noise();
    }

    /** Has the method write to an array. */
    void compute(double[] x, double[] vector, double[] result) {
        method.at(x, vector, result);
    }

    /** The length of the vector that the method takes. */
    int vectorSize() {
        return switch (takes) {
            case NOTHING -> 0;
            case WEIGHTS -> outputs.size();
            case DIRECTION -> inputs.size();
        };
    }

    /** u · F′(x) d, as the method says. */
    double form(double[] x, double[] u, double[] d) {
        return forms(x, u, d)[0];
    }

    /** The same, and the sum of the sizes of its terms. */
    double[] forms(double[] x, double[] u, double[] d) {
        double[] result = new double[places.size()];
        double[] one = {1};
        double[] vector = takes == Takes.DIRECTION ? d : u;
        double[] left = takes == Takes.WEIGHTS ? one : u;
        double[] right = takes == Takes.DIRECTION ? one : d;
        compute(x, vector, result);
        return new double[] {places.form(result, left, right), places.form(sizes(result), sizes(left), sizes(right))};
    }

    private static double[] sizes(double[] values) {
        return Arrays.stream(values).map(Math::abs).toArray();
    }
}
