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
import dev.costate.compiler.rewrite.DataOnly;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.IntegerTables;
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
    private final Switches switches;
    private final Analyses analyses;
    private final PassManager passes;
    private final Scheduler scheduler;
    private final List<Unit> units = new ArrayList<>();
    private final StringBuilder prepared = new StringBuilder();

    /** @param flat what the forward half computes */
    UnitBuilder(Program flat, Switches switches, Analyses analyses) {
        this.flat = flat;
        this.switches = switches;
        this.analyses = analyses;
        this.passes = new PassManager(analyses, switches, null);
        this.scheduler = new Scheduler(flat, analyses.prover(), switches.makes(Passes.ACCUMULATE), passes::loops);
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
    void addPattern(String clause, DerivedEquations derived) {
        units.add(scheduler.pattern(clause, derived.equations(), derived.exchange()));
    }

    /**
     * Adds the units of all.
     *
     * @param outputs what computes outputs where they are alone
     */
    void build(OutputPrograms outputs, List<Clause> clauses) {
        List<DerivedEquations> halves =
                clauses.stream().map(Clause::again).filter(Objects::nonNull).toList();
        List<List<Equation>> shared = together(halves);
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
        List<DataOnly.Preparation> preparations = new ArrayList<>(tables.preparations());
        preparations.addAll(data.preparations());
        prepare(preparations);
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
            DerivedEquations again = c.again();
            if (again != null) {
                half++;
                String clause = c.derivative().clause();
                units.add(scheduler.half(clause, shared.get(half), forward, again.exchange()));
            }
            if (c.whole() != null) {
                Unit sweep = agreeing.next();
                boolean gradient = c.derivative().form() == Form.GRADIENT;
                units.add(
                        gradient ? Batching.of(sweep, flat.inputs(), flat.make().tensors()) : sweep);
            }
        }
    }

    /** The forward half, then each of those that run behind it, with what they have in common computed once. */
    private List<List<Equation>> together(List<DerivedEquations> halves) {
        List<Program> behind = halves.stream().map(half -> half.program(flat)).toList();
        List<List<Equation>> equations = new ArrayList<>();
        passes.units(new Chain(flat, behind)).all().forEach(program -> equations.add(program.equations()));
        return equations;
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
