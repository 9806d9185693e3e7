package dev.costate.compiler.pipeline;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.ProgramPrinter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.LoopPrinter;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.rewrite.DeadCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs passes in their order, but for those that the switches leave out: keeps what stands behind each as text, if that
 * is asked for, and holds it against the rules.
 */
final class PassManager {
    private final Analyses analyses;
    private final Switches switches;
    private final @Nullable Map<String, String> stages;

    /** @param stages where the text of each stage is put, if that is asked for */
    PassManager(Analyses analyses, Switches switches, @Nullable Map<String, String> stages) {
        this.analyses = analyses;
        this.switches = switches;
        this.stages = stages;
    }

    /** What becomes of a program, whose dead branches are eliminated before each pass. */
    Program programs(List<Pass<Program>> passes, Program before) {
        Program program = before;
        for (Pass<Program> pass : running(passes)) {
            Program live = program.with(analyses.branches().eliminate(program.equations()));
            program = pass.apply(live, analyses);
            if (stages != null) {
                stages.putIfAbsent(pass.name(), ProgramPrinter.print(program.equations()));
            }
            verify(pass, program);
        }
        return program;
    }

    /**
     * What becomes of the equations of a model and a derivative of it, of which those are eliminated before each pass
     * that compute neither a result nor what the model itself does.
     */
    List<Equation> derivative(Program model, List<Equation> equations, Set<Tensor> results) {
        Set<Tensor> kept = new LinkedHashSet<>(results);
        model.equations().forEach(e -> kept.add(e.target()));
        Program program = new Program(model.make(), model.dims(), model.inputs(), equations, List.copyOf(kept));
        for (Pass<Program> pass : running(Passes.DERIVATIVES)) {
            Program live = program.with(DeadCode.eliminate(program.equations(), kept));
            program = pass.apply(live, analyses);
            verify(pass, program);
        }
        return program.equations();
    }

    /** What becomes of the programs of units, whose dead equations are eliminated before each pass. */
    Chain units(Chain before) {
        Chain chain = before;
        for (Pass<Chain> pass : running(Passes.UNITS)) {
            Chain live = chain.live();
            chain = pass.apply(live, analyses);
            keep(pass, live, chain, PassManager::text);
            chain.running().forEach(program -> verify(pass, program));
        }
        return chain;
    }

    /**
     * What becomes of the statements of a unit, which are held against the rules when the unit is made.
     *
     * @param results the places that others read
     */
    List<Statement> loops(List<Statement> before, Set<Place> results) {
        Analyses known = analyses.of(results);
        List<Statement> body = before;
        for (Pass<List<Statement>> pass : running(Passes.LOOPS)) {
            List<Statement> changed = pass.apply(body, known);
            keep(pass, body, changed, LoopPrinter::statements);
            body = changed;
        }
        return body;
    }

    /** Keeps what a pass made of one of several things, one below the other, if it changed it. */
    private <T> void keep(Pass<T> pass, T before, T after, Function<T, String> print) {
        if (stages != null) {
            String text = print.apply(after);
            stages.merge(pass.name(), text.equals(print.apply(before)) ? "" : text + "\n", (all, next) -> all + next);
        }
    }

    private static String text(Chain chain) {
        return chain.all().stream()
                .map(program -> ProgramPrinter.print(program.equations()))
                .collect(Collectors.joining("\n"));
    }

    private <T> List<Pass<T>> running(List<Pass<T>> passes) {
        return passes.stream().filter(switches::runs).toList();
    }

    private void verify(Pass<?> pass, Program program) {
        if (pass.guarantee() == Pass.Guarantee.PROVED) {
            Verifier.verify(pass.name(), program, analyses.proofs());
        } else {
            Verifier.verify(pass.name(), program);
        }
    }
}
