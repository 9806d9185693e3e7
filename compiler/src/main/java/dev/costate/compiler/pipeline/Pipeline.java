package dev.costate.compiler.pipeline;

import dev.costate.compiler.diff.Differentiation;
import dev.costate.compiler.diff.RowByRow;
import dev.costate.compiler.emit.Defaults;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.ProgramPrinter;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Verifier;
import dev.costate.compiler.loop.FloatMode;
import dev.costate.compiler.loop.LoopPrinter;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model;
import dev.costate.compiler.model.Model.Derivative;
import dev.costate.compiler.report.Comparison;
import dev.costate.compiler.rewrite.HalfStorage;
import dev.costate.compiler.rewrite.Stabilisation;
import dev.costate.compiler.rewrite.Values;
import dev.costate.compiler.syntax.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a checked model to loops: passes over one program, then the derivatives of what comes out, then units. Long,
 * since the text of each stage and the counts of operations are gathered on the way.
 */
public final class Pipeline {
    private final boolean explain;
    private final PipelineOptions options;
    private final Analyses analyses;
    private final Prover prover;
    private final FloatMode mode;
    /** In which 16 bits what derivatives read is kept; null if it is not. */
    private final @Nullable HalfFormat half;

    private final DerivativeBuilder derivatives;
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
     * @param operations how many operations there are, as polynomials of the sizes: of all outputs by {@code value}, of
     *     an output by {@code value of NAME}, unless it is one of many without a derivative, of a derivative with its
     *     output by its clause; without those that are more for some sizes than 64 bits hold
     */
    public record Result(
            List<Unit> units, Map<String, String> stages, List<Derivative> zero, Map<String, Poly> operations) {}

    /** The stages that passes over the equations of a model make, in their order: by name, what stands there. */
    public static Map<String, String> passes() {
        return purposes(Passes.MODEL.stream());
    }

    /** The stages that passes over units and their loops make: what each changed. */
    public static Map<String, String> unitPasses() {
        return purposes(Stream.concat(Passes.UNITS.stream(), Passes.LOOPS.stream()));
    }

    private static Map<String, String> purposes(Stream<? extends Pass<?>> passes) {
        Map<String, String> purposes = new LinkedHashMap<>();
        passes.forEach(pass -> purposes.put(pass.name(), pass.purpose()));
        return Collections.unmodifiableMap(purposes);
    }

    private Pipeline(Model model, FloatMode mode, PipelineOptions options, Exprs make) {
        this.mode = mode;
        this.half = mode != FloatMode.DOUBLE && model.precision() == Precision.MIXED ? options.half() : null;
        this.explain = options.stages();
        this.options = mode == FloatMode.DOUBLE ? options : options.withoutBlocks();
        this.prover = model.prover();
        this.analyses = Analyses.of(make, prover);
        this.derivatives = new DerivativeBuilder(analyses, passes(options));
    }

    private PassManager passes(PipelineOptions chosen) {
        return new PassManager(analyses, chosen.switches(), explain ? stages : null);
    }

    /**
     * Runs all passes. The programs on the way are not kept.
     *
     * @param written the model, as it was lowered
     * @param mode what its units compute in
     * @param options which passes to run, and whether to keep each stage as text
     */
    public static Result run(Model model, Program written, FloatMode mode, PipelineOptions options) {
        Pipeline pipeline = new Pipeline(model, mode, options, written.make());
        pipeline.run(written, model.computed());
        return new Result(pipeline.units, pipeline.stages, pipeline.zero, pipeline.operations);
    }

    /** The equations of the model and of its gradients as they are before those of several are put together. */
    public static Equations equations(Model model, Program written, PipelineOptions options) {
        Pipeline pipeline = new Pipeline(model, FloatMode.DOUBLE, options.apart(), written.make());
        OutputPrograms programs = pipeline.through(written, pipeline.options);
        Values values = pipeline.analyses.values();
        Program flat = programs.joint();
        List<Equation> tables =
                values.of(UnitBuilder.tables(flat, pipeline.analyses.prover()).equations());
        Map<Derivative, Equations.Gradient> gradients = new LinkedHashMap<>();
        for (Derivative d : model.derivatives()) {
            if (d.form() == Form.GRADIENT) {
                DerivedEquations derived = pipeline.derivatives.plain(programs.of(d.output()), d);
                Map<Tensor, Tensor> adjoints = new LinkedHashMap<>();
                derived.exchange()
                        .results()
                        .forEach(place -> adjoints.put(place.tensor().origin(), place.tensor()));
                List<Equation> kept = pipeline.keeping(model, programs, derived.equations());
                gradients.put(d, new Equations.Gradient(Differentiation.joined(tables, values.of(kept)), adjoints));
            }
        }
        Defaults defaults = new Defaults(model);
        Map<Tensor, double[]> known = new LinkedHashMap<>();
        model.defaults().keySet().forEach(input -> known.put(input, defaults.elements(input)));
        return new Equations(
                model, flat.with(Differentiation.joined(tables, values.of(flat.equations()))), gradients, known);
    }

    /** The equations of a derivative, reading in 16 bits what it does. */
    private List<Equation> keeping(Model model, OutputPrograms programs, List<Equation> derived) {
        if (model.precision() != Precision.MIXED) {
            return derived;
        }
        HalfStorage storage = storage(programs.joint(), options.half());
        Set<Tensor> values = programs.computed();
        return storage.of(derived, storage.readBy(derived, values), values);
    }

    private void run(Program written, List<Derivative> wanted) {
        if (explain) {
            stages.put("lower", ProgramPrinter.print(written.equations()));
        }
        Program lowered = Verifier.verify("lower", written);
        OutputPrograms programs = through(lowered, options);
        Program flat = programs.joint();
        List<Clause> clauses =
                wanted.stream().map(d -> derivatives.of(programs, d)).toList();
        if (half != null) {
            HalfStorage storage = storage(flat, half);
            Set<Tensor> values = programs.computed();
            clauses = clauses.stream().map(c -> c.keeping(storage, values)).toList();
            flat = Verifier.verify("half", storage.with(flat), analyses.proofs());
        }
        if (explain) {
            clauses.forEach(c -> stages.put(
                    c.derivative().clause(), ProgramPrinter.print(c.shown().equations())));
        }
        UnitBuilder builder = builder(flat);
        builder.build(programs, clauses);
        units.addAll(builder.units());
        if (explain && !builder.prepared().isEmpty()) {
            stages.put(Passes.DATA.name(), builder.prepared());
        }
        patterns(lowered, clauses);
        clauses.stream().filter(Pipeline::isZero).map(Clause::derivative).forEach(zero::add);
        if (options.operations()) {
            count(programs, clauses);
            count("value", derivatives.modes(flat).count(new HashSet<>(flat.outputs())));
        }
        if (explain) {
            if (options.switches().runs(Passes.STABILISE)) {
                List<Equation> live = analyses.branches().eliminate(lowered.equations());
                stages.put("rewrites", Stabilisation.report(lowered.with(live)));
            }
            stages.put("units", builder.chosen());
            stages.put("loops", LoopPrinter.print(units));
            stages.put("operations", summary(programs, clauses));
        }
    }

    private HalfStorage storage(Program flat, HalfFormat format) {
        return new HalfStorage(flat, format, mode == FloatMode.FLOAT_OF_DOUBLE);
    }

    private UnitBuilder builder(Program flat) {
        return new UnitBuilder(flat, mode, options.switches(), analyses, passes(options));
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
    private OutputPrograms through(Program lowered, PipelineOptions chosen) {
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
        DerivedEquations pattern = derivatives.pattern(flat, d, rows);
        if (explain) {
            stages.put("pattern of the " + d.clause(), ProgramPrinter.print(pattern.equations()));
        }
        UnitBuilder builder = builder(flat);
        builder.addPattern(d.clause(), pattern);
        return builder.units();
    }

    /** Counts the operations of outputs, of many just those that are derived, and of derivatives. */
    private void count(OutputPrograms programs, List<Clause> clauses) {
        List<Tensor> all = programs.joint().outputs();
        Set<Tensor> outputs = new LinkedHashSet<>(all.size() <= UnitBuilder.OWN_VALUES ? all : List.of());
        clauses.forEach(c -> outputs.add(c.derivative().output()));
        for (Tensor output : outputs) {
            count(
                    "value of " + output.name(),
                    derivatives.modes(programs.of(output)).count(Set.of(output)));
        }
        for (Clause c : clauses) {
            Derivative d = c.derivative();
            Modes modes = derivatives.modes(programs.of(d.output()));
            count(d.clause(), modes.count(d, derivatives.whole(c, modes)));
        }
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
                    .append(Comparison.text(
                            derivatives.modes(programs.of(output)).count(Set.of(output))));
            text.append(" operations\n");
        }
        clauses.forEach(c -> text.append(explained(
                        c, derivatives.modes(programs.of(c.derivative().output()))))
                .append('\n'));
        return text.toString();
    }

    private String explained(Clause c, Modes modes) {
        if (c.rows() != null) {
            return modes.explain(
                    c.derivative(),
                    derivatives.whole(c, modes),
                    c.rows().colours(),
                    c.rows().gradients());
        }
        return modes.explain(c.derivative(), derivatives.whole(c, modes), c.byRows());
    }
}
