package dev.costate.compiler;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.Batching;
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
 * comes first, then the forward half, outputs alone, and what each derivative needs besides or in one sweep.
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

    /** @param flat what the forward half computes */
    UnitBuilder(Program flat, Switches switches, Analyses analyses) {
        this.flat = flat;
        this.switches = switches;
        this.analyses = analyses;
        this.passes = new PassManager(analyses, switches, null);
        this.scheduler = new Scheduler(
                flat,
                analyses.prover(),
                switches.makes(Passes.ACCUMULATE),
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
        List<List<Equation>> shared = together(
                clauses.stream().map(Clause::again).filter(Objects::nonNull).toList());
        Map<Clause, List<Equation>> sweeps = new LinkedHashMap<>();
        clauses.stream().filter(c -> c.whole() != null).forEach(c -> sweeps.put(c, sweep(c)));
        Map<Tensor, List<Equation>> alone = new LinkedHashMap<>();
        outputs.alone().forEach((output, program) -> alone.put(output, alone(program, output)));
        IntegerTables tables = tables(flat, analyses.prover());
        DataOnly data = new DataOnly(flat.make(), analyses.prover(), analyses.proofs(), tables);
        if (switches.makes(Passes.DATA)) {
            shared.forEach(data::meet);
            sweeps.values().forEach(data::meet);
            alone.values().forEach(data::meet);
        }
        Map<Clause, List<Equation>> behind = new LinkedHashMap<>();
        Set<Tensor> kept = new HashSet<>();
        for (Clause c : clauses) {
            DerivedEquations again = c.again();
            if (again != null) {
                List<Equation> half = shared.get(behind.size() + 1);
                List<Equation> rest = left(data, half, again.exchange().wanted());
                behind.put(c, rest);
                kept.addAll(Scheduler.reads(rest));
            }
        }
        kept.removeAll(data.kept());
        Set<Tensor> wanted = new HashSet<>(kept);
        wanted.addAll(flat.outputs());
        List<Equation> live = DeadCode.eliminate(left(data, shared.get(0), wanted), wanted);
        sweeps.replaceAll((c, equations) -> left(data, equations, c.wanted()));
        alone.replaceAll((output, equations) -> left(data, equations, Set.of(output)));
        tables.preparations().forEach(p -> scheduler.prepared(p.kept()));
        data.preparations().forEach(p -> scheduler.prepared(p.kept()));

        Part forward = part(live, () -> scheduler.forward(live, kept));
        Map<Tensor, Part> single = new LinkedHashMap<>();
        outputs(live, alone).forEach((o, own) -> single.put(o, part(own, () -> scheduler.value(own, o))));
        Map<Clause, Part> halves = new LinkedHashMap<>();
        behind.forEach((c, rest) -> halves.put(c, part(rest, () -> half(c, rest, forward.unit()))));
        Map<Clause, Part> whole = new LinkedHashMap<>();
        sweeps.forEach((c, all) -> whole.put(c, part(all, () -> sweep(c, all))));
        choose(outputs, data, forward, halves, whole, single);
        List<Part> computing = new ArrayList<>(List.of(forward));
        computing.addAll(single.values());
        computing.addAll(whole.values());
        List<Equation> chosen = new ArrayList<>();
        computing.forEach(part -> chosen.addAll(part.equations()));
        halves.values().forEach(part -> chosen.addAll(part.equations()));
        List<DataOnly.Preparation> preparations = new ArrayList<>(tables.preparations());
        preparations.addAll(data.preparations(chosen));
        prepare(preparations);
        Iterator<Unit> agreeing =
                scheduler.agreeing(computing.stream().map(Part::draft).toList()).iterator();
        Unit first = agreeing.next();
        units.add(first);
        single.values().forEach(part -> units.add(agreeing.next()));
        for (Clause c : clauses) {
            Part half = halves.get(c);
            if (half != null) {
                units.add(isSame(first, forward.unit()) ? half.unit() : half(c, half.equations(), first));
            }
            if (whole.containsKey(c)) {
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
        return gradient ? Batching.of(sweep, flat.inputs(), flat.make().tensors()) : sweep;
    }

    /**
     * Leaves out the sweeps that take no less than the halves and that threads do not share, and the units of outputs
     * that take no less than the forward half; where that runs at other points anyway, its memory is no reason.
     */
    private void choose(
            OutputPrograms outputs,
            DataOnly data,
            Part forward,
            Map<Clause, Part> halves,
            Map<Clause, Part> whole,
            Map<Tensor, Part> single) {
        OwnUnits own = new OwnUnits();
        Function<Part, OwnUnits.Way> way =
                part -> new OwnUnits.Way(Cost.of(part.unit(), analyses.prover()), data.data(part.equations()), false);
        OwnUnits.Way first = way.apply(forward);
        whole.entrySet().removeIf(sweep -> {
            Derivative d = sweep.getKey().derivative();
            Part half = outputs.hasOwn(d.output()) ? null : halves.get(sweep.getKey());
            OwnUnits.Way alone = way.apply(sweep.getValue());
            boolean shared = batched(sweep.getKey(), sweep.getValue().unit()).batch() != null;
            return half != null
                    && !own.isWorth(
                            d.clause(),
                            new OwnUnits.Way(alone.cost(), alone.data(), shared),
                            first.then(way.apply(half)),
                            0);
        });
        int least = whole.keySet().containsAll(halves.keySet()) ? first.order() : Integer.MAX_VALUE;
        single.entrySet()
                .removeIf(e -> !outputs.hasOwn(e.getKey())
                        && !own.isWorth("value of " + e.getKey().name(), way.apply(e.getValue()), first, least));
        chosen = own.text();
    }

    /** The forward half, then each of those that run behind it, with what they have in common computed once. */
    private List<List<Equation>> together(List<DerivedEquations> halves) {
        List<Program> behind = halves.stream().map(half -> half.program(flat)).toList();
        List<List<Equation>> equations = new ArrayList<>();
        passes.units(new Chain(flat, behind)).all().forEach(program -> equations.add(program.equations()));
        return equations;
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

    /** The equations of an output that is computed by other ones where it is alone. */
    private List<Equation> alone(Program program, Tensor output) {
        return passes.units(Chain.of(OutputPrograms.only(program, output)))
                .first()
                .equations();
    }

    /** The equations of one output and a derivative together. */
    private List<Equation> sweep(Clause c) {
        Program program = c.sweep().program(flat, List.of(c.derivative().output()));
        return passes.units(Chain.of(program)).first().equations();
    }
}
