package dev.costate.compiler;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model has become: one program for all outputs, and one for each output that by itself is computed under other
 * conditions. What only other outputs need is not computed there, so that it does not fail.
 */
record OutputPrograms(Program joint, Map<Tensor, Program> alone) {
    /** What computes an output where no other is asked for. */
    Program of(Tensor output) {
        return alone.getOrDefault(output, joint);
    }

    /** Whether an output has a program that is not that of all outputs. */
    boolean hasOwn(Tensor output) {
        return alone.containsKey(output);
    }

    /** A program whose only output is one of several. */
    static Program only(Program program, Tensor output) {
        return new Program(program.make(), program.dims(), program.inputs(), program.equations(), List.of(output));
    }

    /**
     * Whether an output is computed by other equations in one program than in another.
     *
     * @param one in any order
     */
    static boolean differ(Program one, Program other, Tensor output) {
        Set<Equation> known = new HashSet<>(other.equations());
        Set<Tensor> needed = new HashSet<>(Set.of(output));
        int before = 0;
        while (before < needed.size()) {
            before = needed.size();
            for (int k = one.equations().size() - 1; k >= 0; k--) {
                Equation e = one.equations().get(k);
                if (needed.contains(e.target())) {
                    e.reads().forEach(node -> needed.add(((Expr.Head.Read) node.head()).tensor()));
                }
            }
        }
        return one.equations().stream().anyMatch(e -> needed.contains(e.target()) && !known.contains(e));
    }
}
