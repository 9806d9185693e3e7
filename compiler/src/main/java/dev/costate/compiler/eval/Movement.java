package dev.costate.compiler.eval;

import dev.costate.compiler.eval.Jet.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the inputs move. A direction is its components by input; inputs that it leaves out do not move.
 *
 * @param degree the highest power of the variable that goes along the direction of its own
 * @param across the directions that are linear
 */
record Movement(int degree, Map<String, double[]> along, List<Map<String, double[]>> across) {
    static final Movement NONE = new Movement(0, Map.of(), List.of());

    Terms terms() {
        return new Terms(degree, across.size());
    }

    /** An element of an input. */
    Jet element(String input, int k, double value) {
        double[] components = new double[across.size()];
        for (int j = 0; j < components.length; j++) {
            components[j] = component(across.get(j).get(input), k);
        }
        return Jet.input(terms(), value, component(along.get(input), k), components);
    }

    private static double component(double @Nullable [] direction, int k) {
        return direction == null ? 0 : direction[k];
    }

    /** Whether every direction has as many components for an input as that has elements. */
    void check(String input, long... shape) {
        int size = TableValues.size(shape);
        for (Map<String, double[]> direction : across) {
            check(input, direction.get(input), size, shape);
        }
        check(input, along.get(input), size, shape);
    }

    private static void check(String input, double @Nullable [] direction, int size, long... shape) {
        if (direction != null && direction.length != size) {
            throw new IllegalArgumentException("the direction of " + input + " has " + direction.length
                    + " elements, and its shape is " + Arrays.toString(shape));
        }
    }
}
