package dev.costate.compiler.pipeline;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Proofs;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.schedule.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The equations of a derivative.
 *
 * @param equations those of the model among them, unless they run where the outputs are known
 * @param exchange what they exchange with the caller
 */
record DerivedEquations(List<Equation> equations, Exchange exchange) {
    /** The same by other equations. */
    DerivedEquations with(List<Equation> others) {
        return new DerivedEquations(others, exchange);
    }

    /** The equations, after those of a program that they run behind. */
    Program program(Program model) {
        return program(model, List.of());
    }

    /**
     * The equations as a program.
     *
     * @param model the program that they belong to
     * @param outputs what is computed besides what the caller receives
     */
    Program program(Program model, List<Tensor> outputs) {
        List<Tensor> inputs = new ArrayList<>(model.inputs());
        exchange.given().forEach(place -> inputs.add(place.tensor()));
        Set<Tensor> all = new LinkedHashSet<>(exchange.wanted());
        all.addAll(outputs);
        return new Program(model.make(), model.dims(), inputs, equations, List.copyOf(all));
    }

    /**
     * Holds the equations against the rules for programs.
     *
     * @param pass what made them
     * @param flat the program that they belong to
     */
    void verify(String pass, Program flat, Proofs proofs) {
        Verifier.verify(pass, program(flat), proofs);
    }
}
