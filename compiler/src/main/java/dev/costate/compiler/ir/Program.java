package dev.costate.compiler.ir;

import java.util.List;

/**
 * Equations in an order in which each comes after all that write what it reads.
 *
 * @param make where the expressions of the equations are made
 * @param dims the given dims, in declaration order
 * @param inputs params, data and constants, in declaration order
 * @param tables the equations of integers, which are computed before all others
 * @param equations the equations
 * @param outputs the tensors handed to the caller
 */
public record Program(
        Exprs make,
        List<Atom.Dim> dims,
        List<Tensor> inputs,
        List<Equation> tables,
        List<Equation> equations,
        List<Tensor> outputs) {
    public Program {
        dims = List.copyOf(dims);
        inputs = List.copyOf(inputs);
        tables = List.copyOf(tables);
        equations = List.copyOf(equations);
        outputs = List.copyOf(outputs);
    }

    /** One without integers that are computed. */
    public Program(
            Exprs make, List<Atom.Dim> dims, List<Tensor> inputs, List<Equation> equations, List<Tensor> outputs) {
        this(make, dims, inputs, List.of(), equations, outputs);
    }

    public Program with(List<Equation> newEquations) {
        return new Program(make, dims, inputs, tables, newEquations, outputs);
    }
}
