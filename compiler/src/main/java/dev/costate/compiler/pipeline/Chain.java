package dev.costate.compiler.pipeline;

import dev.costate.compiler.diff.Differentiation;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.lower.Speculation;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.Sharing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Programs of units: one, and those that may run behind it and read what it writes, but nothing of each other.
 *
 * @param first of which nothing is dead that those behind it read
 * @param behind each with what it is given as inputs
 */
record Chain(Program first, List<Program> behind) {
    Chain {
        behind = List.copyOf(behind);
    }

    /** Of one program, by itself. */
    static Chain of(Program program) {
        return new Chain(program, List.of());
    }

    List<Program> all() {
        List<Program> all = new ArrayList<>(List.of(first));
        all.addAll(behind);
        return all;
    }

    /** What a pass over single programs makes of each. */
    Chain each(UnaryOperator<Program> pass) {
        return new Chain(pass.apply(first), behind.stream().map(pass).toList());
    }

    /** Without what computes nothing that is asked for. */
    Chain live() {
        return new Chain(
                behind.isEmpty() ? live(first) : first,
                behind.stream().map(Chain::live).toList());
    }

    private static Program live(Program program) {
        return program.with(DeadCode.eliminate(program.equations(), new HashSet<>(program.outputs())));
    }

    /** Each as it runs: behind the first. */
    List<Program> running() {
        return behind.isEmpty()
                ? List.of(first)
                : behind.stream()
                        .map(p -> new Program(p.make(), p.dims(), p.inputs(), joined(p), first.outputs()))
                        .toList();
    }

    private List<Equation> joined(Program program) {
        return Differentiation.joined(first.equations(), program.equations());
    }

    /**
     * With equations for what those behind have in common with the first, in the first, and then for what the equations
     * of one have in common, in that one.
     */
    Chain share(Prover prover) {
        List<Equation> equations = new ArrayList<>();
        all().forEach(program -> equations.addAll(program.equations()));
        int owning = first.equations().size();
        List<List<Equation>> groups = Sharing.share(first.make(), equations, owning);
        List<Program> shared = new ArrayList<>();
        int at = owning;
        for (Program program : behind) {
            int end = at + program.equations().size();
            Program one = program.with(guarded(groups.subList(at, end), prover));
            List<List<Equation>> own =
                    Sharing.share(one.make(), one.equations(), one.equations().size());
            shared.add(one.with(guarded(own, prover)));
            at = end;
        }
        return new Chain(first.with(guarded(groups.subList(0, owning), prover)), shared);
    }

    /** The groups as one list. What equations have in common is computed also where none of them is. */
    private List<Equation> guarded(List<List<Equation>> groups, Prover prover) {
        List<Equation> all = new ArrayList<>();
        for (List<Equation> group : groups) {
            int last = group.size() - 1;
            all.addAll(Speculation.guardDerivative(first.make(), group.subList(0, last), prover));
            all.add(group.get(last));
        }
        return all;
    }
}
