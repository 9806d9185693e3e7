package dev.costate.compiler.pipeline;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The equations that units may have, behind the passes over units.
 *
 * @param together those of the forward half, then those of each half behind it, with what they have in common computed
 *     once
 * @param sweeps those of an output and its derivative in one go
 * @param alone those of outputs that other equations compute where they are alone
 */
record UnitEquations(
        List<List<Equation>> together, Map<Clause, List<Equation>> sweeps, Map<Tensor, List<Equation>> alone) {
    /**
     * The equations of a model and its derivatives.
     *
     * @param flat what the forward half computes
     * @param outputs what computes outputs where they are alone
     */
    static UnitEquations of(Program flat, PassManager passes, OutputPrograms outputs, List<Clause> clauses) {
        List<Program> behind = clauses.stream()
                .map(Clause::again)
                .filter(Objects::nonNull)
                .map(half -> half.program(flat))
                .toList();
        List<List<Equation>> together = new ArrayList<>();
        passes.units(new Chain(flat, behind)).all().forEach(program -> together.add(program.equations()));
        Map<Clause, List<Equation>> sweeps = new LinkedHashMap<>();
        for (Clause c : clauses) {
            if (c.whole() != null) {
                Program sweep = c.sweep().program(flat, List.of(c.derivative().output()));
                sweeps.put(c, single(passes, sweep));
            }
        }
        Map<Tensor, List<Equation>> alone = new LinkedHashMap<>();
        outputs.alone()
                .forEach((output, program) -> alone.put(output, single(passes, OutputPrograms.only(program, output))));
        return new UnitEquations(together, sweeps, alone);
    }

    Stream<Equation> equations() {
        return Stream.of(together, sweeps.values(), alone.values())
                .flatMap(Collection::stream)
                .flatMap(List::stream);
    }

    private static List<Equation> single(PassManager passes, Program program) {
        return passes.units(Chain.of(program)).first().equations();
    }
}
