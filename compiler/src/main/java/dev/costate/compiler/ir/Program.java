package dev.costate.compiler.ir;

import java.util.List;

/**
 * Equations in an order in which each comes after all that write what it reads.
 *
 * @param make where the expressions of the equations are made
 * @param dims the given dims, in declaration order
 * @param inputs params, data and constants, in declaration order
 * @param equations the equations
 * @param outputs the tensors handed to the caller
 */
public record Program(
        Exprs make, List<Atom.Dim> dims, List<Tensor> inputs, List<Equation> equations, List<Tensor> outputs) {
    public Program {
        dims = List.copyOf(dims);
        inputs = List.copyOf(inputs);
        equations = List.copyOf(equations);
        outputs = List.copyOf(outputs);
    }

    public Program with(List<Equation> newEquations) {
        return new Program(make, dims, inputs, newEquations, outputs);
    }
}
