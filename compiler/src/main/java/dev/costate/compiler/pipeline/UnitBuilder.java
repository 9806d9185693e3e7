package dev.costate.compiler.pipeline;

import dev.costate.compiler.batch.PackedData;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.BatchBlocks;
import dev.costate.compiler.loop.Batching;
import dev.costate.compiler.loop.FloatMode;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.lower.LoopDistribution;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.rewrite.DataOnly;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.IntegerTables;
import dev.costate.compiler.schedule.Cost;
import dev.costate.compiler.schedule.Scheduler;
import dev.costate.compiler.schedule.Scheduler.Draft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Distributes the equations of a model and of its derivatives over units, and schedules these: what is prepared of data
 * comes first, then the forward half, outputs alone, and what each derivative needs besides or in one sweep. Long,
 * since it is decided here what each of these kinds of units computes.
 */
final class UnitBuilder {
    /** Up to so many outputs each is computed alone where it is asked for; code for each grows with their number. */
    static final int OWN_VALUES = 16;

    private final Program flat;
    private final Switches switches;
    private final Analyses analyses;
    private final PassManager passes;
    private final Scheduler scheduler;
    private final List<Unit> units = new ArrayList<>();
    private final StringBuilder prepared = new StringBuilder();
    private String chosen = "";

    /**
     * @param flat what the forward half computes
     * @param mode what units compute in
     * @param passes over units and their loops
     */
    UnitBuilder(Program flat, FloatMode mode, Switches switches, Analyses analyses, PassManager passes) {
        this.flat = flat;
        this.switches = switches;
        this.analyses = analyses;
        this.passes = passes;
        this.scheduler = new Scheduler(
                flat,
                analyses.prover(),
                mode,
                switches.makes(Passes.ACCUMULATE),
                switches.makes(Passes.PRODUCTS),
                analyses.blocks(),
                switches.runs(Passes.BLOCKS),
                passes::loops);
    }

    /** The units there are. */
    List<Unit> units() {
        return units;
    }

    /** What is prepared of data, for people. */
    String prepared() {
        return prepared.toString();
    }

    /** Which outputs and derivatives have units of their own, for people. */
    String chosen() {
        return chosen;
    }

    /** Adds what finds the pattern of a sparse derivative. */
    void addPattern(String clause, DerivedEquations derived) {
        units.add(scheduler.pattern(clause, derived.equations(), derived.exchange()));
    }

    /**
     * Adds the units of all.
     *
     * @param outputs what computes outputs where they are alone
     */
    void build(OutputPrograms outputs, List<Clause> clauses) {
        UnitEquations all = UnitEquations.of(flat, passes, outputs, clauses);
        IntegerTables tables = tables(flat, analyses.prover());
        DataOnly data = new DataOnly(flat.make(), analyses.prover(), analyses.proofs(), tables);
        if (switches.makes(Passes.DATA)) {
            all.together().forEach(data::meet);
            all.sweeps().values().forEach(data::meet);
            all.alone().values().forEach(data::meet);
        }
        if (all.equations().anyMatch(scheduler::isProduct)) {
            scheduler.leaveBlocks();
        }
        Parts parts = chosen(all, clauses, data, tables, outputs);
        List<Unit> computing = scheduler.agreeing(parts.drafts());
        if (scheduler.leavesBlocks(computing)) {
            parts = chosen(all, clauses, data, tables, outputs);
            computing = scheduler.agreeing(parts.drafts());
        }
        List<DataOnly.Preparation> preparations = new ArrayList<>(tables.preparations());
        preparations.addAll(data.preparations(parts.equations()));
        prepare(preparations);
        add(parts, computing, clauses);
        if (switches.makes(Passes.PACK_DATA)) {
            List<Unit> packed = PackedData.of(units, flat.make().tensors());
            units.clear();
            units.addAll(packed);
            units.forEach(unit -> prepared.append(PackedData.text(unit)));
        }
    }

    /**
     * The units that there may be.
     *
     * @param single those of one output
     * @param halves those behind the forward half
     * @param whole those of an output and its derivative in one go
     */
    private record Parts(Part forward, Map<Tensor, Part> single, Map<Clause, Part> halves, Map<Clause, Part> whole) {
        /** Those that compute outputs, the forward half first. */
        List<Part> computing() {
            List<Part> computing = new ArrayList<>(List.of(forward));
            computing.addAll(single.values());
            computing.addAll(whole.values());
            return computing;
        }

        List<Draft> drafts() {
            return computing().stream().map(Part::draft).toList();
        }

        List<Equation> equations() {
            List<Equation> all = new ArrayList<>();
            computing().forEach(part -> all.addAll(part.equations()));
            halves.values().forEach(part -> all.addAll(part.equations()));
            return all;
        }
    }

    /** The units that there are, each made without regard to others. */
    private Parts chosen(
            UnitEquations all, List<Clause> clauses, DataOnly data, IntegerTables tables, OutputPrograms outputs) {
        Parts parts = schedule(all, clauses, data, tables);
        choose(outputs, data, parts);
        return parts;
    }

    /** Schedules all units that there may be, without what depends on data alone. */
    private Parts schedule(UnitEquations all, List<Clause> clauses, DataOnly data, IntegerTables tables) {
        Map<Clause, List<Equation>> behind = new LinkedHashMap<>();
        Set<Tensor> kept = new HashSet<>();
        for (Clause c : clauses) {
            DerivedEquations again = c.again();
            if (again != null) {
                List<Equation> half = all.together().get(behind.size() + 1);
                List<Equation> rest = left(data, half, again.exchange().wanted());
                behind.put(c, rest);
                kept.addAll(Scheduler.reads(rest));
            }
        }
        kept.removeAll(data.kept());
        Set<Tensor> wanted = new HashSet<>(kept);
        wanted.addAll(flat.outputs());
        List<Equation> live = DeadCode.eliminate(left(data, all.together().get(0), wanted), wanted);
        Map<Clause, List<Equation>> sweeps = new LinkedHashMap<>(all.sweeps());
        sweeps.replaceAll((c, equations) -> left(data, equations, c.wanted()));
        Map<Tensor, List<Equation>> alone = new LinkedHashMap<>(all.alone());
        alone.replaceAll((output, equations) -> left(data, equations, Set.of(output)));
        tables.preparations().forEach(p -> scheduler.prepared(p.kept()));
        data.preparations().forEach(p -> scheduler.prepared(p.kept()));

        Part forward = part(live, () -> scheduler.forward(live, kept));
        Map<Tensor, Part> single = new LinkedHashMap<>();
        outputs(live, alone).forEach((o, own) -> single.put(o, part(own, () -> scheduler.value(own, o))));
        Map<Clause, Part> halves = new LinkedHashMap<>();
        behind.forEach((c, rest) -> halves.put(c, part(rest, () -> half(c, rest, forward.unit()))));
        Map<Clause, Part> whole = new LinkedHashMap<>();
        sweeps.forEach((c, equations) -> whole.put(c, part(equations, () -> sweep(c, equations))));
        return new Parts(forward, single, halves, whole);
    }

    /**
     * Adds the units that have been chosen.
     *
     * @param computing those that compute outputs, the same to the last bit
     */
    private void add(Parts parts, List<Unit> computing, List<Clause> clauses) {
        Iterator<Unit> agreeing = computing.iterator();
        Unit first = agreeing.next();
        units.add(first);
        parts.single().values().forEach(part -> units.add(agreeing.next()));
        for (Clause c : clauses) {
            Part half = parts.halves().get(c);
            if (half != null) {
                units.add(isSame(first, parts.forward().unit()) ? half.unit() : half(c, half.equations(), first));
            }
            if (parts.whole().containsKey(c)) {
                units.add(batched(c, agreeing.next()));
            }
        }
    }

    /** Whether one unit is the other, of which no two are alike. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Unit one, Unit other) {
        return one == other;
    }

    /** A unit that there may be, and its equations. */
    private record Part(List<Equation> equations, Draft draft) {
        Unit unit() {
            return draft.unit();
        }
    }

    private Part part(List<Equation> equations, Supplier<Unit> maker) {
        return new Part(equations, scheduler.draft(maker));
    }

    private Unit half(Clause c, List<Equation> equations, Unit forward) {
        DerivedEquations again = Objects.requireNonNull(c.again());
        return scheduler.half(c.derivative().clause(), equations, forward, again.exchange());
    }

    private Unit sweep(Clause c, List<Equation> equations) {
        Derivative d = c.derivative();
        return scheduler.sweep(d.clause(), equations, d.output(), c.sweep().exchange());
    }

    /** The sweep of a gradient with its batch, which threads share. */
    private Unit batched(Clause c, Unit sweep) {
        boolean gradient = c.derivative().form() == Form.GRADIENT;
        return gradient
                ? BatchBlocks.of(Batching.of(sweep, flat.inputs(), flat.make().tensors()))
                : sweep;
    }

    /**
     * Leaves out the sweeps that take no less than the halves and that threads do not share, and the units of outputs
     * that take no less than the forward half; where that runs at other points anyway, its memory is no reason.
     */
    private void choose(OutputPrograms outputs, DataOnly data, Parts parts) {
        OwnUnits own = new OwnUnits();
        Function<Part, OwnUnits.Way> way =
                part -> new OwnUnits.Way(Cost.of(part.unit(), analyses.prover()), data.data(part.equations()), false);
        OwnUnits.Way first = way.apply(parts.forward());
        parts.whole().entrySet().removeIf(sweep -> {
            Derivative d = sweep.getKey().derivative();
            Part half = outputs.hasOwn(d.output()) ? null : parts.halves().get(sweep.getKey());
            OwnUnits.Way alone = way.apply(sweep.getValue());
            boolean shared = batched(sweep.getKey(), sweep.getValue().unit()).batch() != null;
            return half != null
                    && !own.isWorth(
                            d.clause(),
                            new OwnUnits.Way(alone.cost(), alone.data(), shared),
                            first.then(way.apply(half)),
                            0);
        });
        int least = parts.whole().keySet().containsAll(parts.halves().keySet()) ? first.order() : Integer.MAX_VALUE;
        parts.single()
                .entrySet()
                .removeIf(e -> !outputs.hasOwn(e.getKey())
                        && !own.isWorth("value of " + e.getKey().name(), way.apply(e.getValue()), first, least));
        chosen = own.text();
    }

    /** The equations of single outputs, where these are fewer than those of all. */
    private Map<Tensor, List<Equation>> outputs(List<Equation> live, Map<Tensor, List<Equation>> alone) {
        Map<Tensor, List<Equation>> outputs = new LinkedHashMap<>();
        for (Tensor output : flat.outputs().size() <= OWN_VALUES ? flat.outputs() : List.<Tensor>of()) {
            List<Equation> own = alone.get(output);
            List<Equation> needed = own == null ? DeadCode.eliminate(live, Set.of(output)) : own;
            if (own != null || needed.size() < live.size()) {
                outputs.put(output, needed);
            }
        }
        return outputs;
    }

    /** What is left of a unit without what depends on data alone. */
    private List<Equation> left(DataOnly data, List<Equation> equations, Set<Tensor> results) {
        return switches.makes(Passes.DATA) ? data.without(equations, results) : equations;
    }

    /** The integers that equations define, with these in order. */
    static IntegerTables tables(Program flat, Prover prover) {
        return new IntegerTables(flat, prover, LoopDistribution::distribute);
    }

    /** Adds what computes what depends on data alone, before all units that read it. */
    private void prepare(List<DataOnly.Preparation> preparations) {
        List<Tensor> known = new ArrayList<>(flat.inputs());
        for (DataOnly.Preparation p : preparations) {
            Program program = new Program(flat.make(), flat.dims(), known, p.equations(), p.kept());
            Verifier.verify(Passes.DATA.name(), program, analyses.proofs());
            known.addAll(p.kept());
            units.add(scheduler.data(p.equations(), p.kept(), p.data()));
            prepared.append(p.text());
        }
    }
}
