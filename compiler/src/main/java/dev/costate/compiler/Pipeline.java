package dev.costate.compiler;

import dev.costate.compiler.check.Model;
import dev.costate.compiler.check.Model.Derivative;
import dev.costate.compiler.diff.Gradient;
import dev.costate.compiler.diff.Reverse;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.ProgramPrinter;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.LoopPrinter;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.lower.Flattening;
import dev.costate.compiler.lower.Lowering;
import dev.costate.compiler.lower.Precaution;
import dev.costate.compiler.lower.Sequencing;
import dev.costate.compiler.report.Operations;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.Propagation;
import dev.costate.compiler.rewrite.Sharing;
import dev.costate.compiler.rewrite.Stabilisation;
import dev.costate.compiler.schedule.Scheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From a checked model to loops: each step a pass over one program, verified when it is done. */
final class Pipeline {
    private final boolean explain;
    private final boolean rewrite;
    private final Map<String, String> stages = new LinkedHashMap<>();
    private final Map<String, Integer> operations = new LinkedHashMap<>();
    private final List<Unit> units = new ArrayList<>();

    /** One derivative on its way: what runs in the backward half, and what computes all in one sweep. */
    private record Adjoint(Derivative derivative, Tensor seed, Gradient half, Gradient whole) {}

    /**
     * Runs all passes.
     *
     * @param options which passes to run, and whether to keep each stage as text
     */
    Pipeline(Model model, ModelCompiler.Options options) {
        this.explain = options.stages();
        this.rewrite = options.rewrite();
        Program lowered = stage("lower", Lowering.lower(model), false);
        Program stable = rewrite ? stage("stabilise", Stabilisation.stabilise(lowered), false) : lowered;
        Program careful = Precaution.take(stable, model.prover());
        Program flat = stage("flatten", Sequencing.sequence(Flattening.flatten(careful), model.prover()), true);
        List<Adjoint> adjoints =
                model.derivatives().stream().map(d -> adjoint(flat, d)).toList();
        schedule(flat, adjoints);
        operations(flat, adjoints);
        if (explain) {
            stages.put("loops", LoopPrinter.print(units));
            stages.put("operations", summary());
        }
    }

    /** The units of the model, the forward one first. */
    List<Unit> units() {
        return units;
    }

    /** Each stage as text, by name. */
    Map<String, String> stages() {
        return stages;
    }

    private Program stage(String name, Program program, boolean flat) {
        if (explain) {
            stages.put(name, ProgramPrinter.print(program.equations()));
        }
        return Verifier.verify(name, program, flat);
    }

    private Adjoint adjoint(Program flat, Derivative d) {
        Tensor seed =
                new Tensor(d.output().name() + "Adj", Tensor.Role.ADJOINT, Tensor.Type.REAL, List.of(), d.span(), null);
        Expr given = flat.make().read(seed, List.of());
        Gradient half = optimised(flat, Reverse.of(flat, d.output(), d.wrt(), given));
        Gradient whole = optimised(
                flat, Reverse.of(flat, d.output(), d.wrt(), flat.make().number(1)));
        List<Equation> all = new ArrayList<>(flat.equations());
        all.addAll(whole.equations());
        Verifier.verify(d.clause(), flat.with(all), true);
        if (explain) {
            stages.put(d.clause(), ProgramPrinter.print(half.equations()));
        }
        return new Adjoint(d, seed, half, whole);
    }

    private Gradient optimised(Program flat, Gradient gradient) {
        if (!rewrite) {
            return gradient;
        }
        Set<Tensor> wanted = new HashSet<>(gradient.adjoints().values());
        List<Equation> equations = Propagation.propagate(flat.make(), gradient.equations(), wanted);
        return new Gradient(DeadCode.eliminate(equations, wanted), gradient.adjoints());
    }

    private void schedule(Program flat, List<Adjoint> adjoints) {
        Scheduler scheduler = new Scheduler(flat);
        List<List<Equation>> parts = new ArrayList<>(List.of(flat.equations()));
        adjoints.forEach(a -> parts.add(a.half().equations()));
        List<List<Equation>> shared = shared(flat, parts);
        verify(flat, flat.inputs(), shared.get(0), flat.outputs());
        for (int k = 0; k < adjoints.size(); k++) {
            List<Tensor> inputs = new ArrayList<>(flat.inputs());
            inputs.add(adjoints.get(k).seed());
            verify(flat, inputs, joined(List.of(shared.get(0), shared.get(k + 1))), flat.outputs());
        }
        Set<Tensor> kept = new HashSet<>();
        shared.subList(1, shared.size()).forEach(part -> kept.addAll(Scheduler.reads(part)));
        Set<Tensor> wanted = new HashSet<>(kept);
        wanted.addAll(flat.outputs());
        Unit forward = scheduler.forward(DeadCode.eliminate(shared.get(0), wanted), kept);
        units.add(forward);
        boolean loops = flat.equations().stream().anyMatch(e -> !e.domain().isEmpty());
        for (int k = 0; k < adjoints.size(); k++) {
            Adjoint a = adjoints.get(k);
            String clause = a.derivative().clause();
            units.add(scheduler.backward(
                    clause, shared.get(k + 1), forward, a.seed(), a.half().adjoints()));
            if (loops) {
                units.add(sweep(scheduler, flat, a));
            }
        }
    }

    /**
     * The parts, with what the later ones have in common with the first in equations of the first, and what the
     * equations of one part have in common in equations of that part: the later ones do not read each other.
     */
    private List<List<Equation>> shared(Program flat, List<List<Equation>> parts) {
        if (!rewrite) {
            return parts;
        }
        List<Equation> all = new ArrayList<>();
        parts.forEach(all::addAll);
        List<List<Equation>> groups =
                Sharing.share(flat.make(), all, parts.get(0).size());
        List<List<Equation>> shared = new ArrayList<>();
        int at = 0;
        for (List<Equation> part : parts) {
            List<Equation> equations = joined(groups.subList(at, at + part.size()));
            shared.add(at == 0 ? equations : joined(Sharing.share(flat.make(), equations, equations.size())));
            at += part.size();
        }
        return shared;
    }

    private static void verify(Program flat, List<Tensor> inputs, List<Equation> equations, List<Tensor> outputs) {
        Verifier.verify("share", new Program(flat.make(), flat.dims(), inputs, equations, outputs), true);
    }

    private static List<Equation> joined(List<List<Equation>> groups) {
        List<Equation> all = new ArrayList<>();
        groups.forEach(all::addAll);
        return all;
    }

    private Unit sweep(Scheduler scheduler, Program flat, Adjoint a) {
        Tensor output = a.derivative().output();
        List<Equation> equations = new ArrayList<>(flat.equations());
        equations.addAll(a.whole().equations());
        Set<Tensor> wanted = new HashSet<>(a.whole().adjoints().values());
        wanted.add(output);
        List<Equation> shared =
                shared(flat, List.of(DeadCode.eliminate(equations, wanted))).get(0);
        verify(flat, flat.inputs(), shared, List.of(output));
        return scheduler.sweep(
                a.derivative().clause(), shared, output, a.whole().adjoints());
    }

    private void operations(Program flat, List<Adjoint> adjoints) {
        operations.put("value", Operations.count(flat.equations()));
        for (Adjoint a : adjoints) {
            List<Equation> all = new ArrayList<>(flat.equations());
            all.addAll(a.whole().equations());
            operations.put(a.derivative().clause(), Operations.count(all));
        }
    }

    /** How many distinct operations the value takes, and the value with each derivative. */
    Map<String, Integer> operations() {
        return operations;
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        operations.forEach(
                (what, count) -> text.append(what).append(": ").append(count).append(" operations\n"));
        return text.toString();
    }
}
