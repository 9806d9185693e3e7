package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Value.Table;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.ModelFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Evaluates a model that has been checked by walking its syntax tree: names, sizes, ranges, integers and the order of
 * evaluation are found here once more. It has nothing in common with the compiler but the tree and the values of the
 * elementary functions. Every number is a power series along directions of the inputs ({@link Jet}).
 */
public final class Interpreter {
    /** Elements that depend on each other evaluate each other, so that a long recurrence is a deep recursion. */
    private static final long STACK = 1L << 30;

    /** Not the name of anything in a model. */
    static final String LOG_JACOBIAN = "log Jacobian";

    private final ModelFile tree;
    private final Inputs inputs;
    private final Env env;

    private Interpreter(
            Model model, Map<String, Integer> dims, Map<String, double[]> values, Setting setting, Movement movement) {
        Evaluator evaluator = new Evaluator();
        this.tree = model.file().tree();
        this.inputs = new Inputs(evaluator, dims, values, setting, movement, model.isFloat());
        this.env = new Env(FileNames.of(evaluator, model.file(), inputs));
    }

    /**
     * The values of all lets and outputs, by name, row-major.
     *
     * @param dims the value of each dim that is given
     * @param inputs the elements of each input, by name, row-major; scalar data with a default may be left out
     */
    public static Map<String, double[]> values(Model model, Map<String, Integer> dims, Map<String, double[]> inputs) {
        return values(model, dims, inputs, 0);
    }

    /** The same with a seed of the noise. */
    public static Map<String, double[]> values(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, long seed) {
        Map<String, double[]> values = new LinkedHashMap<>();
        series(model, dims, inputs, new Setting(false, seed), Movement.NONE)
                .forEach((name, jets) -> values.put(name, values(jets)));
        return values;
    }

    /**
     * The params, and the logarithm of their Jacobian.
     *
     * @param natural the elements of each param, by name, row-major
     */
    public record Constrained(Map<String, double[]> natural, double logJacobian) {}

    /**
     * The params of free numbers.
     *
     * @param inputs as for {@link #values}, with its free numbers in the place of each param
     */
    public static Constrained constrain(Model model, Map<String, Integer> dims, Map<String, double[]> inputs) {
        Map<String, List<Jet>> series = series(model, dims, inputs, new Setting(true, 0), Movement.NONE);
        Map<String, double[]> natural = new LinkedHashMap<>();
        model.paramNames().forEach(name -> natural.put(name, values(Objects.requireNonNull(series.get(name)))));
        return new Constrained(
                natural, Objects.requireNonNull(series.get(LOG_JACOBIAN)).get(0).value());
    }

    private static double[] values(List<Jet> jets) {
        return jets.stream().mapToDouble(Jet::value).toArray();
    }

    /**
     * The elements of all lets and outputs as series.
     *
     * @param setting where params are given by their free numbers, also those of the params, and {@link #LOG_JACOBIAN}
     */
    static Map<String, List<Jet>> series(
            Model model, Map<String, Integer> dims, Map<String, double[]> inputs, Setting setting, Movement movement) {
        Map<String, List<Jet>> results = new LinkedHashMap<>();
        RuntimeException[] failure = {null};
        Error[] error = {null};
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        new Interpreter(model, dims, inputs, setting, movement).evaluate(results, setting.free());
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

    private void evaluate(Map<String, List<Jet>> results, boolean free) {
        for (Declaration declaration : tree.declarations()) {
            if (declaration instanceof Declaration.Dim dim) {
                env.get(dim.name().name()).value();
            } else if (declaration instanceof Declaration.Input input) {
                env.get(input.name().name()).value();
                if (free && input.param()) {
                    results.put(input.name().name(), elements(input.name().name(), true));
                }
            }
        }
        if (free) {
            results.put(LOG_JACOBIAN, List.of(inputs.logJacobian()));
        }
        for (Declaration.Equation equation : TreeWalk.equations(tree.declarations())) {
            String name = equation.name().name();
            results.computeIfAbsent(name, n -> elements(n, equation.output()));
        }
    }

    /**
     * The elements of a quantity; of a let those that cannot be evaluated are NaN, since it has no effect until it is
     * read.
     */
    private List<Jet> elements(String name, boolean output) {
        try {
            Value value = env.get(name).value();
            if (!(value instanceof Table table)) {
                return List.of(value.real());
            }
            List<Jet> elements = new ArrayList<>();
            int size = TableValues.size(table.shape());
            for (int k = 0; k < size; k++) {
                elements.add(element(table, k, output));
            }
            return elements;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            if (output) {
                throw e;
            }
            return List.of(Jet.constant(Double.NaN));
        }
    }

    private static Jet element(Table table, int k, boolean output) {
        try {
            return table.at(TableValues.place(table.shape(), k)).real();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            if (output) {
                throw e;
            }
            return Jet.constant(Double.NaN);
        }
    }
}
