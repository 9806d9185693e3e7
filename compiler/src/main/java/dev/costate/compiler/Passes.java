package dev.costate.compiler;

import static dev.costate.compiler.Pass.Guarantee.PROVED;
import static dev.costate.compiler.Pass.Guarantee.WELL_FORMED;

import dev.costate.compiler.loop.Branches;
import dev.costate.compiler.loop.Coalescing;
import dev.costate.compiler.loop.CommonValues;
import dev.costate.compiler.loop.Outlining;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.lower.Flattening;
import dev.costate.compiler.lower.LateInlining;
import dev.costate.compiler.lower.Laziness;
import dev.costate.compiler.lower.LoopDistribution;
import dev.costate.compiler.lower.Speculation;
import dev.costate.compiler.rewrite.ScalarReplacement;
import dev.costate.compiler.rewrite.Stabilisation;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All passes by name. Those over the equations of a model run in this order, each on what the one before it made,
 * without dead branches; derivatives are appended to what comes out. Those over loops run in their
 * order on each unit.
 */
final class Passes {
    /** The pass from which on it matters which outputs are asked for: an array is computed where they need it. */
    static final Pass GUARD = new Pass(
            "guard",
            "with guards on arrays that may fail and that only branches read",
            false,
            WELL_FORMED,
            Laziness::guard);

    /** Formulas are rewritten so that they keep their digits. */
    static final String STABILISE = "stabilise";

    /** Over the equations of a model. */
    static final List<Pass> MODEL = List.of(
            new Pass(
                    "inline",
                    "with definitions that may fail where they are read",
                    false,
                    WELL_FORMED,
                    (program, prover) -> LateInlining.inline(program)),
            // Before reductions have equations, so that sums of exponentials are seen whole; before derivatives.
            new Pass(
                    STABILISE,
                    "rewritten to keep digits",
                    true,
                    WELL_FORMED,
                    (program, prover) -> Stabilisation.stabilise(program)),
            // Before reductions have equations, so that a sum over a small array is additions in place.
            new Pass(
                    "scalars",
                    "with variables in the place of small arrays",
                    true,
                    WELL_FORMED,
                    (program, prover) -> ScalarReplacement.replace(program)),
            new Pass(
                    "flatten",
                    "with an equation for each reduction",
                    false,
                    WELL_FORMED,
                    (program, prover) -> Flattening.flatten(program)),
            GUARD,
            // Proved by what follows: branches that are dead may still read what is written later.
            new Pass(
                    "order",
                    "in an order in which nothing is read before it is written",
                    false,
                    WELL_FORMED,
                    LoopDistribution::distribute),
            // Behind all that may bring branches together.
            new Pass(
                    "speculate",
                    "with guards on what is evaluated before it is known to be needed",
                    false,
                    PROVED,
                    (program, prover) -> program.with(Speculation.guard(program.make(), program.equations(), prover))));

    /**
     * Over the equations of derivatives: copies are propagated, and what several equations have in common is shared.
     */
    static final String PROPAGATE = "propagate";

    static final String SHARE = "share";

    /** Over the equations of each unit: powers by the index of a loop are running products. */
    static final String POWERS = "powers";

    /** Over the equations of all units: what depends on data alone is computed apart. */
    static final String DATA = "data";

    /** Not a pass but a choice of the scheduler: loops that do nothing but sum take several accumulators. */
    static final String ACCUMULATE = "accumulate";

    /** Last, as what is elsewhere is not looked into. */
    private static final LoopPass OUTLINE = new LoopPass(
            "outline", "methods that the JIT compiles in the place of long ones", false, Outlining::outline);

    /** Over the loops of a unit. */
    static final List<LoopPass> LOOPS = List.of(
            new LoopPass("coalesce", "one variable for a value and what it is chosen as", true, Coalescing::of),
            new LoopPass("branches", "one `if` for neighbouring choices on one condition", true, Branches::merge),
            new LoopPass("common values", "no value computed or copied twice", true, CommonValues::share),
            OUTLINE);

    private Passes() {}

    /** The names of all passes that can be left out. */
    static Set<String> optional() {
        Set<String> names = new LinkedHashSet<>(List.of(PROPAGATE, SHARE, POWERS, DATA, ACCUMULATE));
        MODEL.stream().filter(Pass::optional).map(Pass::name).forEach(names::add);
        LOOPS.stream().filter(LoopPass::optional).map(LoopPass::name).forEach(names::add);
        return Collections.unmodifiableSet(names);
    }

    /**
     * The statements of a unit, after all passes over loops but some.
     *
     * @param blocks takes loops in blocks, before they are cut
     */
    static List<Statement> optimised(List<Statement> body, UnaryOperator<List<Statement>> blocks, Set<String> without) {
        List<Statement> statements = body;
        for (LoopPass pass : LOOPS) {
            statements = pass.equals(OUTLINE) ? blocks.apply(statements) : statements;
            statements = pass.optional() && without.contains(pass.name())
                    ? statements
                    : pass.body().apply(statements);
        }
        return statements;
    }
}
