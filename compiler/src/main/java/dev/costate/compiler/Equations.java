package dev.costate.compiler;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Model;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    public Equations {
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
        defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    }
}
