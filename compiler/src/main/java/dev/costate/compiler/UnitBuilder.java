package dev.costate.compiler;

import dev.costate.compiler.Differentiation.Derived;
import dev.costate.compiler.diff.Strips;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Proofs;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.RowBlocks;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.lower.Speculation;
import dev.costate.compiler.rewrite.DataOnly;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.RunningPowers;
import dev.costate.compiler.rewrite.Sharing;
import dev.costate.compiler.rewrite.Values;
import dev.costate.compiler.schedule.Scheduler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Distributes the equations of a model and of its derivatives over units, and schedules these: what is prepared of data
 * comes first, then the forward half, outputs alone, and what each derivative needs besides or in one sweep.
 */
final class UnitBuilder {
    /** Up to so many outputs each is computed alone where it is asked for; code for each grows with their number. */
    static final int OWN_VALUES = 16;

    private final Program flat;
    private final Set<String> without;
    private final boolean blocks;
    private final Prover prover;
    private final Proofs proofs;
    private final Values values;
    private final Scheduler scheduler;
    private final List<Unit> units = new ArrayList<>();
    private final StringBuilder prepared = new StringBuilder();

    /** @param flat what the forward half computes */
    UnitBuilder(Program flat, ModelCompiler.Options options, Prover prover, Proofs proofs, Values values) {
        this.flat = flat;
        this.without = options.without();
        this.blocks = options.blocks();
        this.prover = prover;
        this.proofs = proofs;
        this.values = values;
        this.scheduler = new Scheduler(flat, prover, !without.contains(Passes.ACCUMULATE), this::optimised);
    }

    private List<Statement> optimised(List<Statement> body) {
        return Passes.optimised(
                body, loops -> blocks ? RowBlocks.split(loops, flat.make().tensors()) : loops, without);
    }

    /** The units there are. */
    List<Unit> units() {
        return units;
    }

    /** What is prepared of data, for people. */
    String prepared() {
        return prepared.toString();
    }

    /** Adds what finds the pattern of a sparse derivative. */
    void addPattern(String clause, Derived derived) {
        units.add(scheduler.pattern(clause, derived.equations(), derived.exchange()));
    }

    /**
     * Adds the units of all.
     *
     * @param outputs what computes outputs where they are alone
     */
    void build(OutputPrograms outputs, List<Clause> clauses) {
        List<Derived> halves =
                clauses.stream().map(Clause::again).filter(Objects::nonNull).toList();
        List<List<Equation>> shared = together(halves);
        Map<Clause, List<Equation>> sweeps = new LinkedHashMap<>();
        clauses.stream().filter(c -> c.whole() != null).forEach(c -> sweeps.put(c, sweep(c)));
        Map<Tensor, List<Equation>> alone = new LinkedHashMap<>();
        outputs.alone().forEach((output, program) -> alone.put(output, alone(program, output)));
        DataOnly data = new DataOnly(flat.make(), prover, proofs);
        if (!without.contains(Passes.DATA)) {
            shared.forEach(data::meet);
            sweeps.values().forEach(data::meet);
            alone.values().forEach(data::meet);
        }
        Set<Tensor> kept = new HashSet<>();
        for (int k = 0; k < halves.size(); k++) {
            List<Equation> rest =
                    left(data, shared.get(k + 1), halves.get(k).exchange().wanted());
            shared.set(k + 1, rest);
            kept.addAll(Scheduler.reads(rest));
        }
        kept.removeAll(data.kept());
        Set<Tensor> wanted = new HashSet<>(kept);
        wanted.addAll(flat.outputs());
        List<Equation> live = DeadCode.eliminate(left(data, shared.get(0), wanted), wanted);
        sweeps.replaceAll((c, equations) -> left(data, equations, c.wanted()));
        alone.replaceAll((output, equations) -> left(data, equations, Set.of(output)));
        prepare(data);
        List<Supplier<Unit>> makers = new ArrayList<>();
        makers.add(() -> scheduler.forward(live, kept));
        makers.addAll(outputs(live, alone));
        int computing = makers.size();
        for (Clause c : clauses) {
            if (c.whole() != null) {
                List<Equation> all = Objects.requireNonNull(sweeps.get(c));
                makers.add(() -> scheduler.sweep(
                        c.derivative().clause(),
                        all,
                        c.derivative().output(),
                        c.sweep().exchange()));
            }
        }
        Iterator<Unit> agreeing = scheduler.agreeing(makers).iterator();
        Unit forward = agreeing.next();
        units.add(forward);
        for (int k = 1; k < computing; k++) {
            units.add(agreeing.next());
        }
        int half = 0;
        for (Clause c : clauses) {
            Derived again = c.again();
            if (again != null) {
                half++;
                String clause = c.derivative().clause();
                units.add(scheduler.half(clause, shared.get(half), forward, again.exchange()));
            }
            if (c.whole() != null) {
                units.add(agreeing.next());
            }
        }
    }

    /** The forward half, then each of those that run behind it, with what they have in common computed once. */
    private List<List<Equation>> together(List<Derived> halves) {
        List<List<Equation>> parts = new ArrayList<>(List.of(flat.equations()));
        halves.forEach(half ->
                parts.add(DeadCode.eliminate(half.equations(), half.exchange().wanted())));
        List<List<Equation>> shared = shared(parts);
        shared.replaceAll(this::powers);
        if (halves.isEmpty()) {
            Verifier.verify(Passes.POWERS, flat.with(shared.get(0)), proofs);
        }
        for (int k = 0; k < halves.size(); k++) {
            List<Equation> both = Differentiation.joined(shared.get(0), shared.get(k + 1));
            halves.get(k).with(both).verify(Passes.POWERS, flat, flat.outputs(), proofs);
        }
        return shared;
    }

    /** What makes units of single outputs, where these take less than all. */
    private List<Supplier<Unit>> outputs(List<Equation> live, Map<Tensor, List<Equation>> alone) {
        List<Supplier<Unit>> makers = new ArrayList<>();
        for (Tensor output : flat.outputs().size() <= OWN_VALUES ? flat.outputs() : List.<Tensor>of()) {
            List<Equation> own = alone.get(output);
            List<Equation> needed = own == null ? DeadCode.eliminate(live, Set.of(output)) : own;
            if (own != null || needed.size() < live.size()) {
                makers.add(() -> scheduler.value(needed, output));
            }
        }
        return makers;
    }

    /** What is left of a unit without what depends on data alone. */
    private List<Equation> left(DataOnly data, List<Equation> equations, Set<Tensor> results) {
        return without.contains(Passes.DATA) ? equations : data.without(equations, results);
    }

    /** Adds what computes what depends on data alone, before all units that read it. */
    private void prepare(DataOnly data) {
        List<Tensor> known = new ArrayList<>(flat.inputs());
        for (DataOnly.Preparation p : data.preparations()) {
            Verifier.verify(Passes.DATA, new Program(flat.make(), flat.dims(), known, p.equations(), p.kept()), proofs);
            known.addAll(p.kept());
            units.add(scheduler.data(p.equations(), p.kept(), p.data()));
            prepared.append(p.text());
        }
    }

    /**
     * The parts, with what the later ones have in common with the first in equations of the first, and what the
     * equations of one part have in common in equations of that part: the later ones do not read each other.
     */
    private List<List<Equation>> shared(List<List<Equation>> parts) {
        if (without.contains(Passes.SHARE)) {
            return new ArrayList<>(parts);
        }
        List<Equation> all = new ArrayList<>();
        parts.forEach(all::addAll);
        List<List<Equation>> groups =
                Sharing.share(flat.make(), all, parts.get(0).size());
        List<List<Equation>> shared = new ArrayList<>();
        int at = 0;
        for (List<Equation> part : parts) {
            List<Equation> equations = guarded(groups.subList(at, at + part.size()));
            shared.add(at == 0 ? equations : guarded(Sharing.share(flat.make(), equations, equations.size())));
            at += part.size();
        }
        return shared;
    }

    private List<Equation> powers(List<Equation> equations) {
        return without.contains(Passes.POWERS) ? equations : RunningPowers.of(flat.make(), prover, proofs, equations);
    }

    /** The groups as one list. What equations have in common is computed also where none of them is. */
    private List<Equation> guarded(List<List<Equation>> groups) {
        List<Equation> all = new ArrayList<>();
        for (List<Equation> group : groups) {
            int last = group.size() - 1;
            all.addAll(Speculation.guardDerivative(flat.make(), group.subList(0, last), prover));
            all.add(group.get(last));
        }
        return all;
    }

    /** The equations of an output that is computed by other ones where it is alone. */
    private List<Equation> alone(Program program, Tensor output) {
        List<Equation> needed = DeadCode.eliminate(program.equations(), Set.of(output));
        return shared(List.of(values.of(needed))).get(0);
    }

    /** The equations of one output and a derivative together. */
    private List<Equation> sweep(Clause c) {
        List<Equation> live = DeadCode.eliminate(c.sweep().equations(), c.wanted());
        List<Equation> mined =
                Strips.of(flat.make(), prover, live, c.sweep().exchange().wanted());
        List<Equation> shared = powers(shared(List.of(mined)).get(0));
        List<Tensor> outputs = List.of(c.derivative().output());
        c.sweep().with(shared).verify(Passes.POWERS, flat, outputs, proofs);
        return shared;
    }
}
