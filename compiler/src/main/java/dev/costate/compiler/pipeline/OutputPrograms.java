package dev.costate.compiler.pipeline;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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

    /** All that is computed, by whichever of the programs. */
    Set<Tensor> computed() {
        Set<Tensor> computed = new HashSet<>();
        joint.equations().forEach(e -> computed.add(e.target()));
        alone.values().forEach(program -> program.equations().forEach(e -> computed.add(e.target())));
        return computed;
    }

    /** Whether an output has a program that is not that of all outputs. */
    boolean hasOwn(Tensor output) {
        return alone.containsKey(output);
    }

    /** A program whose only output is one of several. */
    static Program only(Program program, Tensor output) {
        return new Program(
                program.make(),
                program.dims(),
                program.inputs(),
                program.tables(),
                program.equations(),
                List.of(output));
    }

    /** Whether an output is computed by other equations in one program, in any order, than in another. */
    static boolean differ(Program one, Program other, Tensor output) {
        Set<Equation> known = new HashSet<>(other.equations());
        Map<Tensor, List<Equation>> writers = new HashMap<>();
        one.equations()
                .forEach(e -> writers.computeIfAbsent(e.target(), t -> new ArrayList<>())
                        .add(e));
        Set<Tensor> needed = new HashSet<>(Set.of(output));
        Deque<Tensor> open = new ArrayDeque<>(needed);
        while (!open.isEmpty()) {
            for (Equation e : writers.getOrDefault(open.pop(), List.of())) {
                if (!known.contains(e)) {
                    return true;
                }
                for (Expr node : e.reads()) {
                    Tensor read = ((Expr.Head.Read) node.head()).tensor();
                    if (needed.add(read)) {
                        open.push(read);
                    }
                }
            }
        }
        return false;
    }
}
