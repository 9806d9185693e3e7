package dev.costate.compiler;

import dev.costate.compiler.diff.Branching;
import dev.costate.compiler.diff.Differentiated;
import dev.costate.compiler.diff.Differentiation;
import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.diff.Way;
import dev.costate.compiler.emit.Defaults;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.ProgramPrinter;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.LoopPrinter;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.lower.Speculation;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.report.Comparison;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.Stabilisation;
import dev.costate.compiler.rewrite.Values;
import dev.costate.compiler.schedule.Exchange;
import dev.costate.compiler.schedule.Scheduler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From a checked model to loops: each step a pass over one program, verified when it is done. Long, since every pass
 * and every form of derivative meets here.
 */
final class Pipeline {
    private final boolean explain;
    private final ModelCompiler.Options options;
    private final Analyses analyses;
    private final Prover prover;
    private final IdentityHashMap<Program, Modes> modes = new IdentityHashMap<>();
    private final Map<String, String> stages = new LinkedHashMap<>();
    private final Map<String, Poly> operations = new LinkedHashMap<>();
    private final List<Derivative> zero = new ArrayList<>();
    private final List<Unit> units = new ArrayList<>();

    /**
     * What comes of a model.
     *
     * @param units the forward one first
     * @param stages each stage as text, by name
     * @param zero derivatives that are 0 everywhere: the second ones of what is linear
     * @param operations how many operations outputs and derivatives take, see {@link ModelCompiler.Result#operations}
     */
    record Result(List<Unit> units, Map<String, String> stages, List<Derivative> zero, Map<String, Poly> operations) {}

    private Pipeline(Model model, ModelCompiler.Options options, Exprs make) {
        this.explain = options.stages();
        this.options = options;
        this.prover = model.prover();
        this.analyses = Analyses.of(make, prover);
    }

    private PassManager passes(ModelCompiler.Options chosen) {
        return new PassManager(analyses, chosen.switches(), explain ? stages : null);
    }

    private Modes modes(Program flat) {
        return modes.computeIfAbsent(flat, program -> new Modes(program, prover, analyses.values()));
    }

    /**
     * Runs all passes. The programs on the way are not kept.
     *
     * @param written the model, as it was lowered
     * @param options which passes to run, and whether to keep each stage as text
     */
    static Result run(Model model, Program written, ModelCompiler.Options options) {
        Pipeline pipeline = new Pipeline(model, options, written.make());
        pipeline.run(written, model.computed());
        return new Result(pipeline.units, pipeline.stages, pipeline.zero, pipeline.operations);
    }

    /** The equations of the model and of its gradients as they are before those of several are put together. */
    static Equations equations(Model model, Program written, ModelCompiler.Options options) {
        Pipeline pipeline = new Pipeline(model, options.apart(), written.make());
        OutputPrograms programs = pipeline.through(written, pipeline.options);
        Values values = pipeline.analyses.values();
        Program flat = programs.joint();
        List<Equation> tables =
                values.of(UnitBuilder.tables(flat, pipeline.analyses.prover()).equations());
        Map<Derivative, Equations.Gradient> gradients = new LinkedHashMap<>();
        for (Derivative d : model.derivatives()) {
            if (d.form() == Form.GRADIENT) {
                DerivedEquations derived = pipeline.derived(programs.of(d.output()), d, Way.PLAIN);
                Map<Tensor, Tensor> adjoints = new LinkedHashMap<>();
                derived.exchange()
                        .results()
                        .forEach(place -> adjoints.put(place.tensor().origin(), place.tensor()));
                gradients.put(
                        d,
                        new Equations.Gradient(
                                Differentiation.joined(tables, values.of(derived.equations())), adjoints));
            }
        }
        Defaults defaults = new Defaults(model);
        Map<Tensor, double[]> known = new LinkedHashMap<>();
        model.defaults().keySet().forEach(input -> known.put(input, defaults.elements(input)));
        return new Equations(
                model, flat.with(Differentiation.joined(tables, values.of(flat.equations()))), gradients, known);
    }

    private void run(Program written, List<Derivative> derivatives) {
        if (explain) {
            stages.put("lower", ProgramPrinter.print(written.equations()));
        }
        Program lowered = Verifier.verify("lower", written);
        OutputPrograms programs = through(lowered, options);
        Program flat = programs.joint();
        List<Clause> clauses =
                derivatives.stream().map(d -> derived(programs, d)).toList();
        UnitBuilder builder = builder(flat);
        builder.build(programs, clauses);
        units.addAll(builder.units());
        if (explain && !builder.prepared().isEmpty()) {
            stages.put(Passes.DATA.name(), builder.prepared());
        }
        patterns(lowered, clauses);
        clauses.stream().filter(Pipeline::isZero).map(Clause::derivative).forEach(zero::add);
        if (options.operations()) {
            clauses.forEach(c -> count(c, modes(programs.of(c.derivative().output()))));
            count("value", modes(flat).count(new HashSet<>(flat.outputs())));
        }
        if (explain) {
            if (options.switches().runs(Passes.STABILISE)) {
                List<Equation> live = analyses.branches().eliminate(lowered.equations());
                stages.put("rewrites", Stabilisation.report(lowered.with(live)));
            }
            stages.put("loops", LoopPrinter.print(units));
            stages.put("operations", summary(programs, clauses));
        }
    }

    private UnitBuilder builder(Program flat) {
        return new UnitBuilder(flat, options.switches(), analyses);
    }

    private static boolean isZero(Clause c) {
        Set<Tensor> results = new HashSet<>();
        c.either().exchange().results().stream()
                .filter(place ->
                        place.argument().name().equals(c.derivative().computed().name()))
                .forEach(place -> results.add(place.tensor()));
        return c.derivative().isSecond()
                && c.either().equations().stream()
                        .filter(e -> results.contains(e.target()))
                        .allMatch(e -> e.value().isNumber(0));
    }

    /**
     * What becomes of a lowered program by the passes over a model. For each of a few outputs those that depend on what
     * is asked for run once more, if that makes a difference to it.
     */
    private OutputPrograms through(Program lowered, ModelCompiler.Options chosen) {
        PassManager passes = passes(chosen);
        int guard = Passes.MODEL.indexOf(Passes.GUARD);
        List<Pass<Program>> guarding = List.of(Passes.GUARD);
        List<Pass<Program>> rest = Passes.MODEL.subList(guard + 1, Passes.MODEL.size());
        Program unguarded = passes.programs(Passes.MODEL.subList(0, guard), lowered);
        Program guarded = passes.programs(guarding, unguarded);
        Program joint = passes.programs(rest, guarded);
        Map<Tensor, Program> alone = new LinkedHashMap<>();
        if (joint.outputs().size() > 1 && joint.outputs().size() <= UnitBuilder.OWN_VALUES) {
            for (Tensor output : joint.outputs()) {
                Program own = passes.programs(guarding, OutputPrograms.only(unguarded, output));
                if (OutputPrograms.differ(own, guarded, output)) {
                    alone.put(output, passes.programs(rest, own));
                }
            }
        }
        return new OutputPrograms(joint, alone);
    }

    /**
     * Adds what finds the patterns of sparse derivatives. They are those of the equations as they were lowered,
     * whatever rewrites have made of them.
     */
    private void patterns(Program lowered, List<Clause> clauses) {
        OutputPrograms plain = null;
        for (Clause c : clauses) {
            Derivative d = c.derivative();
            if (d.form().isSparse()) {
                plain = plain == null ? through(lowered, options.literal()) : plain;
                units.addAll(pattern(
                        plain.of(d.output()),
                        d,
                        c.rows() == null ? null : c.rows().gradients()));
            }
        }
    }

    private List<Unit> pattern(Program flat, Derivative d, @Nullable RowByRow rows) {
        UnaryOperator<List<Equation>> guarding = made -> Speculation.guardDerivative(flat.make(), made, prover);
        DerivedEquations derived = PatternEquations.of(flat, prover, guarding, d, rows);
        DerivedEquations guarded = derived.with(guarding.apply(derived.equations()));
        guarded.verify("pattern of the " + d.clause(), flat, analyses.proofs());
        if (explain) {
            stages.put("pattern of the " + d.clause(), ProgramPrinter.print(guarded.equations()));
        }
        UnitBuilder builder = builder(flat);
        builder.addPattern(d.clause(), guarded);
        return builder.units();
    }

    private Clause derived(OutputPrograms programs, Derivative d) {
        Program joint = programs.joint();
        Program flat = programs.of(d.output());
        Modes modes = modes(flat);
        DerivedEquations again = d.form().again() == null ? null : again(d, modes(joint));
        if (again != null && !programs.hasOwn(d.output()) && !hasLoops(flat)) {
            List<Equation> both = Differentiation.joined(flat.equations(), again.equations());
            again.with(both).verify(d.clause(), flat, analyses.proofs());
            return explained(new Clause(d, null, null, again, false), again);
        }
        Program own = modes.differentiated(d);
        DerivedEquations whole = oneWay(own, d, modes);
        boolean byRows = false;
        if (d.form().isEitherWay()) {
            DerivedEquations reverse = derived(own, d, Way.BY_ROWS);
            byRows = modes.isReverse(d, reverse, whole);
            whole = byRows ? reverse : whole;
        }
        whole.verify(d.clause(), flat, analyses.proofs());
        DerivedEquations swept =
                d.form().isSparse() ? derived(own, d, (byRows ? Way.BY_ROWS : Way.PLAIN).inColours()) : whole;
        Clause rows = d.form().isSparse() && d.form().isEitherWay() ? rowByRow(flat, d, modes, swept) : null;
        if (rows != null) {
            return rows;
        }
        return explained(new Clause(d, whole, swept, again, byRows), again == null ? whole : again);
    }

    /**
     * A sparse Jacobian row by row, if it has such rows and that takes no more operations than colours do; else null.
     */
    private @Nullable Clause rowByRow(Program flat, Derivative d, Modes modes, DerivedEquations colours) {
        RowByRow row = RowByRow.of(flat, prover, analyses.branches()::eliminate, d.output(), d.wrt());
        if (row == null) {
            return null;
        }
        UnaryOperator<List<Equation>> guarding = guarding(flat);
        Slots slots = Slots.of(flat.make().tensors(), d, row.size());
        List<Equation> gradients = guarding.apply(row.equations(slots.values(), slots.table()));
        Set<Tensor> wanted = slots.exchange().wanted();
        List<Equation> equations =
                passes(options).derivative(flat, Differentiation.joined(flat.equations(), gradients), wanted);
        DerivedEquations rows = safe(flat, guarding, new DerivedEquations(equations, slots.exchange()));
        if (!modes.isRowByRow(d, rows, colours, row)) {
            return null;
        }
        rows.verify(d.clause(), flat, analyses.proofs());
        DerivedEquations swept = rows.with(Branching.group(flat.make(), rows.equations()));
        return explained(new Clause(d, rows, swept, null, false, new Clause.Rows(row, colours)), rows);
    }

    private Clause explained(Clause clause, DerivedEquations shown) {
        if (explain) {
            stages.put(clause.derivative().clause(), ProgramPrinter.print(shown.equations()));
        }
        return clause;
    }

    private static boolean hasLoops(Program flat) {
        return flat.equations().stream().anyMatch(e -> !e.domain().isEmpty());
    }

    /**
     * A diagonal with each element in its own direction only, unless it cannot be taken so, or that takes more
     * operations for all sizes than all directions with just the diagonal of their result; other derivatives plainly.
     */
    private DerivedEquations oneWay(Program flat, Derivative d, Modes modes) {
        DerivedEquations alone = d.form().isDiagonal() ? taken(flat, d, Way.ALONE) : null;
        DerivedEquations plain = derived(flat, d, Way.PLAIN);
        return alone == null || modes.isMore(d, alone, plain) ? plain : alone;
    }

    private DerivedEquations derived(Program flat, Derivative d, Way way) {
        return Objects.requireNonNull(taken(flat, d, way));
    }

    /**
     * A derivative, better by the passes over derivatives, in which branches that it has brought together are safe; the
     * equations of the model are so already. Null if it cannot be taken that way.
     */
    private @Nullable DerivedEquations taken(Program flat, Derivative d, Way way) {
        UnaryOperator<List<Equation>> guarding = guarding(flat);
        Differentiated differentiated = Differentiation.of(flat, prover, guarding, d, way);
        if (differentiated == null) {
            return null;
        }
        Exchange exchange = Exchanges.of(d, way, differentiated);
        List<Equation> equations = passes(options).derivative(flat, differentiated.equations(), exchange.wanted());
        return safe(flat, guarding, new DerivedEquations(equations, exchange));
    }

    /** What makes branches safe that a derivative has brought together, without those that are never taken. */
    private UnaryOperator<List<Equation>> guarding(Program flat) {
        return made ->
                Speculation.guardDerivative(flat.make(), analyses.branches().eliminate(made), prover);
    }

    private static DerivedEquations safe(
            Program flat, UnaryOperator<List<Equation>> guarding, DerivedEquations derived) {
        Set<Equation> own = Collections.newSetFromMap(new IdentityHashMap<>());
        own.addAll(flat.equations());
        List<Equation> made =
                derived.equations().stream().filter(e -> !own.contains(e)).toList();
        Iterator<Equation> safe = guarding.apply(made).iterator();
        List<Equation> equations = derived.equations().stream()
                .map(e -> own.contains(e) ? e : safe.next())
                .toList();
        return derived.with(equations);
    }

    /** What runs where the outputs are known. */
    private DerivedEquations again(Derivative d, Modes modes) {
        DerivedEquations derived = derived(modes.differentiated(d), d, Way.AGAIN);
        List<Equation> live =
                DeadCode.eliminate(derived.equations(), derived.exchange().wanted());
        List<Equation> products = modes.products().again(Scheduler.reads(live));
        return derived.with(Differentiation.joined(products, derived.equations()));
    }

    private void count(Clause c, Modes modes) {
        Derivative d = c.derivative();
        count("value of " + d.output().name(), modes.count(Set.of(d.output())));
        count(d.clause(), modes.count(d, whole(c, modes)));
    }

    private DerivedEquations whole(Clause c, Modes modes) {
        return c.whole() != null
                ? c.whole()
                : derived(modes.differentiated(c.derivative()), c.derivative(), c.byRows() ? Way.BY_ROWS : Way.PLAIN);
    }

    private void count(String what, @Nullable Poly count) {
        if (count != null) {
            operations.put(what, count);
        }
    }

    private String summary(OutputPrograms programs, List<Clause> clauses) {
        StringBuilder text = new StringBuilder();
        for (Tensor output : programs.joint().outputs()) {
            text.append("value of ")
                    .append(output.name())
                    .append(": ")
                    .append(Comparison.text(modes(programs.of(output)).count(Set.of(output))));
            text.append(" operations\n");
        }
        clauses.forEach(c -> text.append(
                        explained(c, modes(programs.of(c.derivative().output()))))
                .append('\n'));
        return text.toString();
    }

    private String explained(Clause c, Modes modes) {
        if (c.rows() != null) {
            return modes.explain(
                    c.derivative(),
                    whole(c, modes),
                    c.rows().colours(),
                    c.rows().gradients());
        }
        return modes.explain(c.derivative(), whole(c, modes), c.byRows());
    }
}
