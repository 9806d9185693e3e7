package dev.costate.compiler;

import static dev.costate.compiler.Pass.Guarantee.WELL_FORMED;

import dev.costate.compiler.Differentiation.Derived;
import dev.costate.compiler.diff.Branching;
import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.diff.Strips;
import dev.costate.compiler.emit.Defaults;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.ProgramPrinter;
import dev.costate.compiler.ir.Proofs;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.LoopPrinter;
import dev.costate.compiler.loop.RowBlocks;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.lower.Speculation;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.report.Comparison;
import dev.costate.compiler.rewrite.DataOnly;
import dev.costate.compiler.rewrite.DeadBranches;
import dev.costate.compiler.rewrite.DeadCode;
import dev.costate.compiler.rewrite.Propagation;
import dev.costate.compiler.rewrite.RunningPowers;
import dev.costate.compiler.rewrite.Sharing;
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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From a checked model to loops: each step a pass over one program, verified when it is done.
 *
 * <p>Long, since every pass and every kind of unit meets here.
 */
final class Pipeline {
    /** Up to so many outputs each is computed alone where it is asked for; code for each grows with their number. */
    private static final int OWN_VALUES = 16;

    private final boolean explain;
    private final boolean count;
    private final boolean blocks;
    private final Set<String> without;
    private final Prover prover;
    private final Proofs proofs;
    private final DeadBranches branches;
    private final Values values;
    private final IdentityHashMap<Program, Modes> modes = new IdentityHashMap<>();
    private final Map<String, String> stages = new LinkedHashMap<>();
    private final Map<String, Poly> operations = new LinkedHashMap<>();
    private final List<Derivative> zero = new ArrayList<>();
    private final List<Unit> units = new ArrayList<>();

    /**
     * A sparse Jacobian row by row.
     *
     * @param gradients of each row
     * @param colours how it would be computed with columns or rows of one colour together
     */
    private record Rows(RowByRow gradients, Derived colours) {}

    /**
     * One derivative on its way: what computes all in one sweep, and what runs where the outputs are known. Without
     * loops a sweep saves no walk over data, so there is none where the other is.
     *
     * @param swept what one sweep computes: the whole, but of a sparse matrix in compressed form
     * @param byRows whether in reverse mode, one output after the other
     * @param rows how a sparse matrix is computed row by row, if it is; else null
     */
    private record Clause(
            Derivative derivative,
            @Nullable Derived whole,
            @Nullable Derived swept,
            @Nullable Derived again,
            boolean byRows,
            @Nullable Rows rows) {
        Clause(
                Derivative derivative,
                @Nullable Derived whole,
                @Nullable Derived swept,
                @Nullable Derived again,
                boolean byRows) {
            this(derivative, whole, swept, again, byRows, null);
        }

        /** The same without what only derivatives needed. */
        Clause with(Values values) {
            return new Clause(derivative, with(values, whole), with(values, swept), with(values, again), byRows, rows);
        }

        private static @Nullable Derived with(Values values, @Nullable Derived derived) {
            return derived == null ? null : new Derived(values.of(derived.equations()), derived.exchange());
        }

        Derived sweep() {
            return Objects.requireNonNull(swept);
        }

        Derived either() {
            return whole != null ? whole : Objects.requireNonNull(again);
        }
    }

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
        this.count = options.operations();
        this.blocks = options.blocks();
        this.without = options.without();
        this.prover = model.prover();
        this.proofs = new Proofs(prover);
        this.branches = new DeadBranches(make, prover);
        this.values = new Values(make);
    }

    private Modes modes(Program flat) {
        return modes.computeIfAbsent(flat, program -> new Modes(program, prover, values));
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
        OutputPrograms programs = pipeline.through(written, options.without());
        Values values = pipeline.values;
        Map<Derivative, Equations.Gradient> gradients = new LinkedHashMap<>();
        for (Derivative d : model.derivatives()) {
            if (d.form() == Form.GRADIENT) {
                Derived derived = pipeline.derived(programs.of(d.output()), d, false, false, false);
                Map<Tensor, Tensor> adjoints = new LinkedHashMap<>();
                derived.exchange()
                        .results()
                        .forEach(place -> adjoints.put(place.tensor().origin(), place.tensor()));
                gradients.put(d, new Equations.Gradient(values.of(derived.equations()), adjoints));
            }
        }
        Defaults defaults = new Defaults(model);
        Map<Tensor, double[]> known = new LinkedHashMap<>();
        model.defaults().keySet().forEach(input -> known.put(input, defaults.elements(input)));
        Program flat = programs.joint();
        return new Equations(model, flat.with(values.of(flat.equations())), gradients, known);
    }

    private void run(Program written, List<Derivative> derivatives) {
        Program lowered = stage("lower", WELL_FORMED, written);
        OutputPrograms programs = through(lowered, without);
        Program flat = programs.joint();
        List<Clause> clauses =
                derivatives.stream().map(d -> derived(programs, d)).toList();
        List<Clause> valued = clauses.stream().map(c -> c.with(values)).toList();
        schedule(flat.with(values.of(flat.equations())), programs, valued);
        patterns(lowered, clauses);
        clauses.stream().filter(Pipeline::isZero).map(Clause::derivative).forEach(zero::add);
        if (count) {
            clauses.forEach(c -> count(c, modes(programs.of(c.derivative().output()))));
            count("value", modes(flat).count(new HashSet<>(flat.outputs())));
        }
        if (explain) {
            if (!without.contains(Passes.STABILISE)) {
                stages.put("rewrites", Stabilisation.report(live(lowered)));
            }
            stages.put("loops", LoopPrinter.print(units));
            stages.put("operations", summary(programs, clauses));
        }
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

    /** The program without what is never evaluated. */
    private Program live(Program program) {
        return program.with(branches.eliminate(program.equations()));
    }

    /**
     * What becomes of a lowered program by all passes but some. For each of a few outputs those that depend on what is
     * asked for run once more, if that makes a difference to it.
     */
    private OutputPrograms through(Program lowered, Set<String> without) {
        List<Pass> passes = Passes.MODEL.stream()
                .filter(pass -> !pass.optional() || !without.contains(pass.name()))
                .toList();
        int guard = passes.indexOf(Passes.GUARD);
        List<Pass> guarding = passes.subList(guard, guard + 1);
        List<Pass> rest = passes.subList(guard + 1, passes.size());
        Program unguarded = run(passes.subList(0, guard), lowered);
        Program guarded = run(guarding, unguarded);
        Program joint = run(rest, guarded);
        Map<Tensor, Program> alone = new LinkedHashMap<>();
        if (joint.outputs().size() > 1 && joint.outputs().size() <= OWN_VALUES) {
            for (Tensor output : joint.outputs()) {
                Program own = run(guarding, OutputPrograms.only(unguarded, output));
                if (OutputPrograms.differ(own, guarded, output)) {
                    alone.put(output, run(rest, own));
                }
            }
        }
        return new OutputPrograms(joint, alone);
    }

    private Program run(List<Pass> passes, Program before) {
        Program program = before;
        for (Pass pass : passes) {
            program = stage(pass.name(), pass.guarantee(), pass.body().apply(live(program), prover));
        }
        return program;
    }

    private Program stage(String name, Pass.Guarantee guarantee, Program program) {
        if (explain) {
            stages.putIfAbsent(name, ProgramPrinter.print(program.equations()));
        }
        return guarantee.verify(name, program, proofs);
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
                plain = plain == null ? through(lowered, Passes.optional()) : plain;
                units.add(pattern(
                        plain.of(d.output()),
                        d,
                        c.rows() == null ? null : c.rows().gradients()));
            }
        }
    }

    private Unit pattern(Program flat, Derivative d, @Nullable RowByRow rows) {
        UnaryOperator<List<Equation>> guarding = made -> Speculation.guardDerivative(flat.make(), made, prover);
        Derived derived = Differentiation.pattern(flat, prover, guarding, d, rows);
        List<Equation> equations = guarding.apply(derived.equations());
        verify("pattern of the " + d.clause(), flat, derived.exchange(), equations, List.of());
        if (explain) {
            stages.put("pattern of the " + d.clause(), ProgramPrinter.print(equations));
        }
        return scheduler(flat).pattern(d.clause(), equations, derived.exchange());
    }

    private Clause derived(OutputPrograms programs, Derivative d) {
        Program joint = programs.joint();
        Program flat = programs.of(d.output());
        Modes modes = modes(flat);
        Derived again = d.form().again() == null ? null : again(d, modes(joint));
        if (again != null && !programs.hasOwn(d.output()) && !hasLoops(flat)) {
            List<Equation> both = joined(List.of(flat.equations(), again.equations()));
            verify(d.clause(), flat, again.exchange(), both, flat.outputs());
            return explained(new Clause(d, null, null, again, false), again);
        }
        Program own = modes.differentiated(d);
        Derived whole = derived(own, d, false, false, false);
        boolean byRows = false;
        if (d.form().isEitherWay()) {
            Derived reverse = derived(own, d, false, true, false);
            byRows = modes.isReverse(d, reverse, whole);
            whole = byRows ? reverse : whole;
        }
        verify(d.clause(), flat, whole.exchange(), whole.equations(), flat.outputs());
        Derived swept = d.form().isSparse() ? derived(own, d, false, byRows, true) : whole;
        Clause rows = d.form().isSparse() && d.form().isEitherWay() ? rowByRow(flat, d, modes, swept) : null;
        if (rows != null) {
            return rows;
        }
        return explained(new Clause(d, whole, swept, again, byRows), again == null ? whole : again);
    }

    /**
     * A sparse Jacobian row by row, if it has such rows and that takes no more operations than colours do; else null.
     */
    private @Nullable Clause rowByRow(Program flat, Derivative d, Modes modes, Derived colours) {
        RowByRow row = RowByRow.of(flat, prover, branches::eliminate, d.output(), d.wrt());
        if (row == null) {
            return null;
        }
        UnaryOperator<List<Equation>> guarding = guarding(flat);
        Slots slots = Slots.of(flat.make().tensors(), d, row.size());
        List<Equation> gradients = guarding.apply(row.equations(slots.values(), slots.table()));
        Set<Tensor> wanted = slots.exchange().wanted();
        List<Equation> equations = optimised(flat, joined(List.of(flat.equations(), gradients)), wanted);
        Derived rows = safe(flat, guarding, new Derived(equations, slots.exchange()));
        if (!modes.isRowByRow(d, rows, colours, row)) {
            return null;
        }
        verify(d.clause(), flat, rows.exchange(), rows.equations(), flat.outputs());
        Derived swept = new Derived(Branching.group(flat.make(), rows.equations()), rows.exchange());
        return explained(new Clause(d, rows, swept, null, false, new Rows(row, colours)), rows);
    }

    private List<Equation> optimised(Program flat, List<Equation> equations, Set<Tensor> results) {
        if (without.contains(Passes.PROPAGATE)) {
            return equations;
        }
        Set<Tensor> kept = new HashSet<>(results);
        flat.equations().forEach(e -> kept.add(e.target()));
        return DeadCode.eliminate(Propagation.propagate(flat.make(), equations, kept), kept);
    }

    private Clause explained(Clause clause, Derived shown) {
        if (explain) {
            stages.put(clause.derivative().clause(), ProgramPrinter.print(shown.equations()));
        }
        return clause;
    }

    private Scheduler scheduler(Program flat) {
        return new Scheduler(flat, prover, !without.contains(Passes.ACCUMULATE), body -> optimised(flat, body));
    }

    private List<Statement> optimised(Program flat, List<Statement> body) {
        return Passes.optimised(
                body, loops -> blocks ? RowBlocks.split(loops, flat.make().tensors()) : loops, without);
    }

    private static boolean hasLoops(Program flat) {
        return flat.equations().stream().anyMatch(e -> !e.domain().isEmpty());
    }

    /**
     * A derivative in which branches that it has brought together are safe; the equations of the model are so already.
     */
    private Derived derived(Program flat, Derivative d, boolean again, boolean byRows, boolean compressed) {
        UnaryOperator<List<Equation>> guarding = guarding(flat);
        return safe(
                flat,
                guarding,
                Differentiation.of(
                        flat, prover, guarding, d, again, byRows, compressed, !without.contains(Passes.PROPAGATE)));
    }

    /** What makes branches safe that a derivative has brought together, without those that are never taken. */
    private UnaryOperator<List<Equation>> guarding(Program flat) {
        return made -> Speculation.guardDerivative(flat.make(), branches.eliminate(made), prover);
    }

    private static Derived safe(Program flat, UnaryOperator<List<Equation>> guarding, Derived derived) {
        Set<Equation> own = Collections.newSetFromMap(new IdentityHashMap<>());
        own.addAll(flat.equations());
        List<Equation> made =
                derived.equations().stream().filter(e -> !own.contains(e)).toList();
        Iterator<Equation> safe = guarding.apply(made).iterator();
        List<Equation> equations = derived.equations().stream()
                .map(e -> own.contains(e) ? e : safe.next())
                .toList();
        return new Derived(equations, derived.exchange());
    }

    /** What runs where the outputs are known. */
    private Derived again(Derivative d, Modes modes) {
        Derived derived = derived(modes.differentiated(d), d, true, false, false);
        List<Equation> live =
                DeadCode.eliminate(derived.equations(), derived.exchange().wanted());
        List<Equation> products = modes.products().again(Scheduler.reads(live));
        return new Derived(joined(List.of(products, derived.equations())), derived.exchange());
    }

    /** @param flat what the forward half computes */
    private void schedule(Program flat, OutputPrograms programs, List<Clause> clauses) {
        Scheduler scheduler = scheduler(flat);
        List<List<Equation>> parts = new ArrayList<>(List.of(flat.equations()));
        List<Derived> halves = new ArrayList<>();
        for (Clause c : clauses) {
            if (c.again() != null) {
                halves.add(c.again());
                Set<Tensor> results = c.again().exchange().wanted();
                parts.add(DeadCode.eliminate(c.again().equations(), results));
            }
        }
        List<List<Equation>> shared = shared(flat, parts);
        shared.replaceAll(part -> powers(flat, part));
        if (halves.isEmpty()) {
            Verifier.verify(Passes.POWERS, flat.with(shared.get(0)), proofs);
        }
        for (int k = 0; k < halves.size(); k++) {
            List<Equation> both = joined(List.of(shared.get(0), shared.get(k + 1)));
            verify(Passes.POWERS, flat, halves.get(k).exchange(), both, flat.outputs());
        }
        Map<Clause, List<Equation>> sweeps = new LinkedHashMap<>();
        clauses.stream().filter(c -> c.whole() != null).forEach(c -> sweeps.put(c, sweep(flat, c)));
        Map<Tensor, List<Equation>> alone = new LinkedHashMap<>();
        programs.alone().forEach((output, program) -> alone.put(output, alone(program, output)));
        DataOnly data = new DataOnly(flat.make(), prover, proofs);
        shared.forEach(data::meet);
        sweeps.values().forEach(data::meet);
        alone.values().forEach(data::meet);
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
        sweeps.replaceAll((c, equations) -> left(data, equations, wanted(c)));
        alone.replaceAll((output, equations) -> left(data, equations, Set.of(output)));
        prepare(flat, scheduler, data);
        List<Supplier<Unit>> makers = new ArrayList<>();
        makers.add(() -> scheduler.forward(live, kept));
        if (flat.outputs().size() <= OWN_VALUES) {
            for (Tensor output : flat.outputs()) {
                List<Equation> own = alone.get(output);
                List<Equation> needed = own == null ? DeadCode.eliminate(live, Set.of(output)) : own;
                if (own != null || needed.size() < live.size()) {
                    makers.add(() -> scheduler.value(needed, output));
                }
            }
        }
        int values = makers.size();
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
        for (int k = 1; k < values; k++) {
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

    /** What is left of a unit without what depends on data alone. */
    private List<Equation> left(DataOnly data, List<Equation> equations, Set<Tensor> results) {
        return without.contains(Passes.DATA) ? equations : data.without(equations, results);
    }

    /** Adds what computes what depends on data alone, before all units that read it. */
    private void prepare(Program flat, Scheduler scheduler, DataOnly data) {
        StringBuilder text = new StringBuilder();
        List<Tensor> known = new ArrayList<>(flat.inputs());
        for (DataOnly.Preparation p : data.preparations()) {
            Verifier.verify(Passes.DATA, new Program(flat.make(), flat.dims(), known, p.equations(), p.kept()), proofs);
            known.addAll(p.kept());
            units.add(scheduler.data(p.equations(), p.kept(), p.data()));
            text.append(p.text());
        }
        if (explain && text.length() > 0) {
            stages.put(Passes.DATA, text.toString());
        }
    }

    /**
     * The parts, with what the later ones have in common with the first in equations of the first, and what the
     * equations of one part have in common in equations of that part: the later ones do not read each other.
     */
    private List<List<Equation>> shared(Program flat, List<List<Equation>> parts) {
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
            List<Equation> equations = guarded(flat, groups.subList(at, at + part.size()));
            shared.add(at == 0 ? equations : guarded(flat, Sharing.share(flat.make(), equations, equations.size())));
            at += part.size();
        }
        return shared;
    }

    private List<Equation> powers(Program flat, List<Equation> equations) {
        return without.contains(Passes.POWERS) ? equations : RunningPowers.of(flat.make(), prover, proofs, equations);
    }

    /** The groups as one list. What equations have in common is computed also where none of them is. */
    private List<Equation> guarded(Program flat, List<List<Equation>> groups) {
        List<Equation> all = new ArrayList<>();
        for (List<Equation> group : groups) {
            int last = group.size() - 1;
            all.addAll(Speculation.guardDerivative(flat.make(), group.subList(0, last), prover));
            all.add(group.get(last));
        }
        return all;
    }

    private void verify(String pass, Program flat, Exchange exchange, List<Equation> equations, List<Tensor> outputs) {
        List<Tensor> inputs = new ArrayList<>(flat.inputs());
        exchange.given().forEach(place -> inputs.add(place.tensor()));
        Verifier.verify(pass, new Program(flat.make(), flat.dims(), inputs, equations, outputs), proofs);
    }

    private static List<Equation> joined(List<List<Equation>> groups) {
        List<Equation> all = new ArrayList<>();
        groups.forEach(all::addAll);
        return all;
    }

    /** The equations of an output that is computed by other ones where it is alone. */
    private List<Equation> alone(Program program, Tensor output) {
        List<Equation> needed = DeadCode.eliminate(program.equations(), Set.of(output));
        return shared(program, List.of(values.of(needed))).get(0);
    }

    /** The equations of one output and a derivative together. */
    private List<Equation> sweep(Program flat, Clause c) {
        List<Equation> live = DeadCode.eliminate(c.sweep().equations(), wanted(c));
        List<Equation> mined =
                Strips.of(flat.make(), prover, live, c.sweep().exchange().wanted());
        List<Equation> shared = powers(flat, shared(flat, List.of(mined)).get(0));
        verify(
                Passes.POWERS,
                flat,
                c.sweep().exchange(),
                shared,
                List.of(c.derivative().output()));
        return shared;
    }

    /** What a sweep computes. */
    private static Set<Tensor> wanted(Clause c) {
        Set<Tensor> wanted = c.sweep().exchange().wanted();
        wanted.add(c.derivative().output());
        return wanted;
    }

    private void count(Clause c, Modes modes) {
        Derivative d = c.derivative();
        count("value of " + d.output().name(), modes.count(Set.of(d.output())));
        count(d.clause(), modes.count(d, whole(c, modes)));
    }

    private Derived whole(Clause c, Modes modes) {
        return c.whole() != null
                ? c.whole()
                : derived(modes.differentiated(c.derivative()), c.derivative(), false, c.byRows(), false);
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
