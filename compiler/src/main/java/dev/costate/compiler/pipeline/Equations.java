package dev.costate.compiler.pipeline;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import dev.costate.runtime.NormalNoise;
import dev.costate.runtime.UniformNoise;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * What a model computes, as equations.
 *
 * @param values of the outputs
 * @param gradients by the clauses that want one
 * @param defaults the elements of constants, and of data that need not be given
 */
public record Equations(
        Model model, Program values, Map<Model.Derivative, Gradient> gradients, Map<Tensor, double[]> defaults) {
    /**
     * The equations of a gradient, those of its output among them.
     *
     * @param adjoints what holds the derivatives by each input
     */
    public record Gradient(List<Equation> equations, Map<Tensor, Tensor> adjoints) {
        public Gradient {
            equations = List.copyOf(equations);
            adjoints = Collections.unmodifiableMap(new LinkedHashMap<>(adjoints));
        }
    }

    /**
     * The elements of the random numbers, row-major.
     *
     * @param dims the given dims by name
     * @throws ArithmeticException if they do not fit into an array
     */
    public Map<Tensor, double[]> noise(Map<String, Long> dims, long seed) {
        Map<Tensor, double[]> noise = new LinkedHashMap<>();
        for (Tensor tensor : model.noise()) {
            long size = 1;
            for (Poly axis : tensor.shape()) {
                size = Math.multiplyExact(size, axis.evaluate(dim -> requireNonNull(dims.get(dim.name()))));
            }
            double[] elements = new double[Math.toIntExact(size)];
            IntToDoubleFunction draw = tensor.role() == Tensor.Role.UNIFORM_NOISE
                    ? new UniformNoise(tensor.name(), seed)::at
                    : new NormalNoise(tensor.name(), seed)::at;
            Arrays.setAll(elements, draw);
            noise.put(tensor, elements);
        }
        return noise;
    }

    public Equations {
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
        defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    }
}
