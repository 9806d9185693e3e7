package dev.costate.compiler.eval;

import dev.costate.compiler.check.Model;
import dev.costate.compiler.eval.Value.Table;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.ModelFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Evaluates a model that has been checked by walking its syntax tree: names, sizes, ranges, integers and the order of
 * evaluation are found here once more. It has nothing in common with the compiler but the tree and the values of the
 * elementary functions. With every number goes its derivative in one direction.
 */
public final class Interpreter {
    /** Elements that depend on each other evaluate each other, so that a long recurrence is a deep recursion. */
    private static final long STACK = 1L << 30;

    private final ModelFile tree;
    private final Env env;

    private Interpreter(
            Model model, Map<String, Integer> dims, Map<String, double[]> values, Map<String, double[]> direction) {
        Evaluator evaluator = new Evaluator();
        this.tree = model.file().tree();
        Inputs inputs = new Inputs(evaluator, dims, values, direction);
        this.env = new Env(Names.of(evaluator, model.file(), inputs));
    }

    /**
     * The values of all lets and outputs, by name, row-major.
     *
     * @param dims the value of each dim that is given
     * @param inputs the elements of each input, by name, row-major; scalar data with a default may be left out
     */
    public static Map<String, double[]> values(Model model, Map<String, Integer> dims, Map<String, double[]> inputs) {
        return results(model, dims, inputs, Map.of(), Dual::value);
    }

    /**
     * The derivatives of all lets and outputs in a direction, by name.
     *
     * @param direction the components of the direction, by input; all zero for inputs that are left out
     */
    public static Map<String, double[]> tangents(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, Map<String, double[]> direction) {
        return results(model, dims, inputs, direction, Dual::tangent);
    }

    /** The derivatives of a scalar output by the elements of one input, one forward pass for each. */
    public static double[] gradient(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, String output, String input) {
        double[] given = inputs.get(input);
        double[] gradient = new double[given == null ? 1 : given.length];
        for (int k = 0; k < gradient.length; k++) {
            double[] direction = new double[gradient.length];
            direction[k] = 1;
            Map<String, double[]> tangents = tangents(model, dims, inputs, Map.of(input, direction));
            gradient[k] = Objects.requireNonNull(tangents.get(output))[0];
        }
        return gradient;
    }

    private static Map<String, double[]> results(
            Model model,
            Map<String, Integer> dims,
            Map<String, double[]> inputs,
            Map<String, double[]> direction,
            ToDoubleFunction<Dual> part) {
        Map<String, double[]> results = new LinkedHashMap<>();
        RuntimeException[] failure = {null};
        Error[] error = {null};
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        new Interpreter(model, dims, inputs, direction).evaluate(results, part);
                    } catch (RuntimeException e) {
                        failure[0] = e;
                    } catch (Error e) {
                        error[0] = e;
                    }
                },
                "interpreter",
                STACK);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (failure[0] != null) {
            throw failure[0];
        } else if (error[0] != null) {
            throw error[0];
        }
        return results;
    }

    private void evaluate(Map<String, double[]> results, ToDoubleFunction<Dual> part) {
        for (Declaration declaration : tree.declarations()) {
            if (declaration instanceof Declaration.Dim dim) {
                env.get(dim.name().name()).value();
            } else if (declaration instanceof Declaration.Input input) {
                env.get(input.name().name()).value();
            }
        }
        for (Declaration.Equation equation : Names.equations(tree.declarations())) {
            String name = equation.name().name();
            results.computeIfAbsent(name, n -> elements(n, equation.output(), part));
        }
    }

    /** The elements of a quantity; of a let those that cannot be evaluated are NaN, since it has no effect until it is read. */
    private double[] elements(String name, boolean output, ToDoubleFunction<Dual> part) {
        try {
            Value value = env.get(name).value();
            if (!(value instanceof Table table)) {
                return new double[] {part.applyAsDouble(value.real())};
            }
            double[] elements = new double[Tables.size(table.shape())];
            for (int k = 0; k < elements.length; k++) {
                elements[k] = element(table, k, output, part);
            }
            return elements;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            if (output) {
                throw e;
            }
            return new double[] {Double.NaN};
        }
    }

    private static double element(Table table, int k, boolean output, ToDoubleFunction<Dual> part) {
        try {
            return part.applyAsDouble(table.at(Tables.place(table.shape(), k)).real());
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            if (output) {
                throw e;
            }
            return Double.NaN;
        }
    }
}
