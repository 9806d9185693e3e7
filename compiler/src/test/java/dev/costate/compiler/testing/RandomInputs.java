package dev.costate.compiler.testing;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Inputs of a model for given dims: real numbers, and index data in range. */
public final class RandomInputs {
    private RandomInputs() {}

    /** The inputs, the same for the same seed. */
    public static Map<String, double[]> of(Model model, Map<String, Integer> dims, int seed) {
        Random random = new Random(seed);
        Map<String, double[]> inputs = new LinkedHashMap<>();
        for (Tensor input : model.inputs()) {
            if (input.role() == Tensor.Role.CONST) {
                continue;
            }
            int size = input.shape().stream()
                    .mapToInt(axis -> (int) axis.evaluate(dim -> dims.get(dim.name())))
                    .reduce(1, (a, b) -> a * b);
            double[] values = random.doubles(size, -1.5, 1.5).toArray();
            if (input.below() != null) {
                int below = (int) input.below().evaluate(dim -> dims.get(dim.name()));
                Arrays.setAll(values, k -> random.nextInt(below));
            } else if (input.type() == Tensor.Type.INTEGER) {
                Arrays.setAll(values, k -> random.nextInt(3));
            }
            inputs.put(input.name(), values);
        }
        return inputs;
    }
}
