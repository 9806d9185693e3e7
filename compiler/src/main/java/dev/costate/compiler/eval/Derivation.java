package dev.costate.compiler.eval;

import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The derivatives of a model by its interpretation: every form, laid out as the generated class lays it out. One pass
 * has the first derivatives by many inputs, or their derivatives in one direction.
 */
public final class Derivation {
    /** How many inputs move in one pass. */
    private static final int BLOCK = 64;

    private final Model model;
    private final Derivative derivative;
    private final Map<String, Integer> dims;
    private final Map<String, double[]> inputs;
    /** The names of the inputs. */
    private final List<String> wrt;

    private final int columns;
    private final Setting setting;

    private Derivation(
            Model model,
            Derivative derivative,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            Setting setting) {
        this.setting = setting;
        this.model = model;
        this.derivative = derivative;
        this.dims = dims;
        this.inputs = inputs;
        this.wrt = derivative.inputNames();
        this.columns = wrt.stream().mapToInt(this::size).sum();
    }

    /**
     * The result of a clause.
     *
     * @param dims the value of each dim that is given
     * @param inputs the elements of each input, by name, row-major; scalar data with a default may be left out
     * @param given the weights of the output, then the direction, as far as the clause takes them
     */
    public static double[] of(
            Model model,
            Derivative derivative,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            double[]... given) {
        return of(model, derivative, dims, inputs, 0, given);
    }

    /** The same with a seed of the noise. */
    public static double[] of(
            Model model,
            Derivative derivative,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            long seed,
            double[]... given) {
        return new Derivation(model, derivative, dims, inputs, new Setting(false, seed)).result(given);
    }

    /**
     * The result of a clause by free numbers, of its output with the logarithm of the Jacobian added.
     *
     * @param inputs with its free numbers in the place of each param
     * @param seed that of the noise
     */
    public static double[] unconstrained(
            Model model,
            Derivative derivative,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            long seed,
            double[]... given) {
        return new Derivation(model, derivative, dims, inputs, new Setting(true, seed)).result(given);
    }

    /** The derivatives of all lets and outputs in a direction over some inputs, by name. */
    public static Map<String, double[]> tangents(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, Map<String, double[]> direction) {
        Map<String, double[]> tangents = new LinkedHashMap<>();
        Interpreter.series(model, dims, inputs, new Setting(false, 0), new Movement(1, direction, List.of()))
                .forEach((name, jets) -> tangents.put(
                        name,
                        jets.stream().mapToDouble(jet -> jet.coefficient(1, 0)).toArray()));
        return tangents;
    }

    /** The derivatives of a scalar output by the elements of one input. */
    public static double[] gradient(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, String output, String input) {
        return of(model, model.gradient(output, input), dims, inputs);
    }

    private int size(String input) {
        double[] given = inputs.get(input);
        return given == null ? 1 : given.length;
    }

    private double[] result(double[]... given) {
        Form form = derivative.form();
        boolean directed = form.directions() == Form.Directions.GIVEN;
        double[] direction = directed ? given[given.length - 1] : new double[columns];
        double[] weights = given.length > (directed ? 1 : 0) ? given[0] : new double[] {1};
        if (form.seeds() == Form.Seeds.NONE) {
            return directed ? series(direction, derivative.order()) : jacobian();
        } else if (form.directions() == Form.Directions.EACH) {
            return derivative.isSymmetric() ? hessian(weights) : diagonal(weights);
        }
        double[] product = new double[columns];
        for (int from = 0; from < columns; from += BLOCK) {
            weighted(weights, direction, from, Math.min(columns, from + BLOCK), product, from);
        }
        return product;
    }

    private List<Jet> output(Movement movement) {
        Map<String, List<Jet>> series = Interpreter.series(model, dims, inputs, setting, movement);
        List<Jet> output = Objects.requireNonNull(series.get(derivative.outputName()));
        return setting.free() && derivative.isScalar()
                ? List.of(output.get(0)
                        .plus(Objects.requireNonNull(series.get(Interpreter.LOG_JACOBIAN))
                                .get(0)))
                : output;
    }

    /** A direction of all inputs by input. */
    private Map<String, double[]> byInput(double[] direction) {
        Map<String, double[]> byInput = new LinkedHashMap<>();
        int at = 0;
        for (String input : wrt) {
            byInput.put(input, Arrays.copyOfRange(direction, at, at + size(input)));
            at += size(input);
        }
        return byInput;
    }

    private double[] unit(int k) {
        double[] unit = new double[columns];
        unit[k] = 1;
        return unit;
    }

    private List<Map<String, double[]>> units(int from, int to) {
        List<Map<String, double[]>> units = new ArrayList<>();
        for (int k = from; k < to; k++) {
            units.add(byInput(unit(k)));
        }
        return units;
    }

    /** The coefficients up to an order of each element; of order 0 the derivatives. */
    private double[] series(double[] direction, int order) {
        List<Jet> elements = output(new Movement(Math.max(order, 1), byInput(direction), List.of()));
        double[] result = new double[elements.size() * (order + 1)];
        for (int k = 0; k < result.length; k++) {
            Jet element = elements.get(k / (order + 1));
            result[k] = element.coefficient(order == 0 ? 1 : k % (order + 1), 0);
        }
        return result;
    }

    private double[] jacobian() {
        double[] jacobian = {};
        for (int from = 0; from < columns; from += BLOCK) {
            int to = Math.min(columns, from + BLOCK);
            List<Jet> elements = output(new Movement(0, Map.of(), units(from, to)));
            int rows = elements.size();
            jacobian = from == 0 ? new double[rows * columns] : jacobian;
            for (int row = 0; row < rows; row++) {
                for (int k = from; k < to; k++) {
                    int at = derivative.transposed() ? k * rows + row : row * columns + k;
                    jacobian[at] = elements.get(row).coefficient(0, k - from + 1);
                }
            }
        }
        return jacobian;
    }

    /**
     * The derivatives by the inputs in a range of the weighted sum of the elements, or of its derivative in a
     * direction.
     */
    private void weighted(double[] weights, double[] direction, int from, int to, double[] result, int at) {
        int degree = derivative.form().directions() == Form.Directions.NONE ? 0 : 1;
        List<Jet> elements = output(new Movement(degree, degree == 0 ? Map.of() : byInput(direction), units(from, to)));
        for (int row = 0; row < elements.size(); row++) {
            for (int k = from; k < to; k++) {
                result[at + k - from] += Jet.scaled(elements.get(row).coefficient(degree, k - from + 1), weights[row]);
            }
        }
    }

    private double[] hessian(double[] weights) {
        double[] hessian = new double[columns * columns];
        for (int row = 0; row < columns; row++) {
            for (int from = 0; from < columns; from += BLOCK) {
                weighted(weights, unit(row), from, Math.min(columns, from + BLOCK), hessian, row * columns + from);
            }
        }
        return hessian;
    }

    private double[] diagonal(double[] weights) {
        double[] diagonal = new double[columns];
        for (int k = 0; k < columns; k++) {
            weighted(weights, unit(k), k, k + 1, diagonal, k);
        }
        return diagonal;
    }
}
