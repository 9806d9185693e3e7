package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reverse-mode derivative of a program.
 *
 * @param equations the equations that compute adjoints, to run after those of the program
 * @param adjoints for each input that was asked for, the tensor that holds the derivative with respect to it; no
 *     equation may write it, then it is zero
 */
public record Gradient(List<Equation> equations, Map<Tensor, Tensor> adjoints) {
    public Gradient {
        equations = List.copyOf(equations);
        adjoints = Collections.unmodifiableMap(new LinkedHashMap<>(adjoints));
    }
}
