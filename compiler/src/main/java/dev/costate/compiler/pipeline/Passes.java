package dev.costate.compiler.pipeline;

import static dev.costate.compiler.pipeline.Pass.Guarantee.PROVED;
import static dev.costate.compiler.pipeline.Pass.Guarantee.WELL_FORMED;
import static dev.costate.compiler.pipeline.Pass.Use.ALWAYS;
import static dev.costate.compiler.pipeline.Pass.Use.IF_ASKED;
import static dev.costate.compiler.pipeline.Pass.Use.OPTIONAL;

import dev.costate.compiler.batch.PackedData;
import dev.costate.compiler.batch.RowBlocks;
import dev.costate.compiler.diff.Elimination;
import dev.costate.compiler.diff.Strips;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.SumMode;
import dev.costate.compiler.loop.Accumulators;
import dev.costate.compiler.loop.Branches;
import dev.costate.compiler.loop.CarriedElements;
import dev.costate.compiler.loop.Coalescing;
import dev.costate.compiler.loop.CommonValues;
import dev.costate.compiler.loop.DeadStores;
import dev.costate.compiler.loop.FirstStores;
import dev.costate.compiler.loop.Jam;
import dev.costate.compiler.loop.JammedSums;
import dev.costate.compiler.loop.NestedChoices;
import dev.costate.compiler.loop.Outlining;
import dev.costate.compiler.loop.PackedFactors;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.StrictFunctions;
import dev.costate.compiler.loop.SumObjects;
import dev.costate.compiler.loop.ThreeAddress;
import dev.costate.compiler.loop.UnreadStores;
import dev.costate.compiler.lower.Flattening;
import dev.costate.compiler.lower.LateInlining;
import dev.costate.compiler.lower.Laziness;
import dev.costate.compiler.lower.LoopDistribution;
import dev.costate.compiler.lower.Speculation;
import dev.costate.compiler.rewrite.ChosenFactors;
import dev.costate.compiler.rewrite.DataOnly;
import dev.costate.compiler.rewrite.DeferredProducts;
import dev.costate.compiler.rewrite.KeptFunctions;
import dev.costate.compiler.rewrite.Propagation;
import dev.costate.compiler.rewrite.RunningPowers;
import dev.costate.compiler.rewrite.ScalarReplacement;
import dev.costate.compiler.rewrite.Sharing;
import dev.costate.compiler.rewrite.Stabilisation;
import dev.costate.compiler.rewrite.Values;
import dev.costate.compiler.schedule.Sums;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All passes, in their order, and the choices that are none. {@link PassManager} runs them, {@link Pipeline} and {@link
 * UnitBuilder} say on what; the documents and the help of {@code explain} tell of them what stands here. Long, since
 * each pass has its paragraph.
 */
final class Passes {
    /** The pass from which on it matters which outputs are asked for: an array is computed where they need it. */
    static final Pass<Program> GUARD = new Pass<>(
            "guard",
            Laziness.class,
            "with guards on arrays that may fail and that only branches read",
            "when reductions have equations, which may fail as well",
            ALWAYS,
            WELL_FORMED,
            (program, known) -> Laziness.guard(program, known.prover()));

    /** Formulas are rewritten so that they keep their digits. */
    static final Pass<Program> STABILISE = new Pass<>(
            "stabilise",
            Stabilisation.class,
            "rewritten to keep digits",
            "before reductions have equations, so that sums of exponentials are seen whole; before derivatives",
            OPTIONAL,
            WELL_FORMED,
            (program, known) -> Stabilisation.stabilise(program));

    /** Over the equations of a model; derivatives are appended to what comes out. */
    static final List<Pass<Program>> MODEL = List.of(
            new Pass<>(
                    "inline",
                    LateInlining.class,
                    "with definitions that may fail where they are read",
                    "first, so that all others see them in the branches that read them",
                    ALWAYS,
                    WELL_FORMED,
                    (program, known) -> LateInlining.inline(program)),
            STABILISE,
            new Pass<>(
                    "scalars",
                    ScalarReplacement.class,
                    "with variables in the place of small arrays",
                    "before reductions have equations, so that a sum over a small array is additions in place",
                    OPTIONAL,
                    WELL_FORMED,
                    (program, known) -> ScalarReplacement.replace(program)),
            new Pass<>(
                    "flatten",
                    Flattening.class,
                    "with an equation for each reduction",
                    "behind all that looks at reductions as parts of expressions",
                    ALWAYS,
                    WELL_FORMED,
                    (program, known) -> Flattening.flatten(program)),
            GUARD,
            // Proved by what follows: branches that are dead may still read what is written later.
            new Pass<>(
                    "order",
                    LoopDistribution.class,
                    "in an order in which nothing is read before it is written",
                    "when all equations and their guards are there",
                    ALWAYS,
                    WELL_FORMED,
                    (program, known) -> LoopDistribution.distribute(program, known.prover())),
            new Pass<>(
                    "speculate",
                    Speculation.class,
                    "with guards on what is evaluated before it is known to be needed",
                    "behind all that may bring branches together",
                    ALWAYS,
                    PROVED,
                    (program, known) ->
                            program.with(Speculation.guard(known.make(), program.equations(), known.prover()))));

    /**
     * Over the equations of a model and a derivative. What branches they bring together is guarded behind them.
     */
    static final List<Pass<Program>> DERIVATIVES = List.of(
            new Pass<>(
                    "propagate",
                    Propagation.class,
                    "without copies and constants of their own",
                    "first, since the chain rule makes many",
                    OPTIONAL,
                    WELL_FORMED,
                    (program, known) -> program.with(Propagation.propagate(
                            known.make(), program.equations(), new HashSet<>(program.outputs())))),
            new Pass<>(
                    "eliminate",
                    Elimination.class,
                    "with products of numbers in the place of rows that are read once",
                    "when no copy of a row is left, which would count as a read",
                    OPTIONAL,
                    WELL_FORMED,
                    (program, known) -> program.with(Elimination.eliminate(
                            known.make(), program.equations(), new HashSet<>(program.outputs())))),
            new Pass<>(
                    "choose",
                    ChosenFactors.class,
                    "with choices in the place of products with a factor that is chosen to be zero",
                    "last, since the others know products",
                    OPTIONAL,
                    WELL_FORMED,
                    (program, known) -> program.with(ChosenFactors.choose(known.make(), program.equations()))));

    /** Over the equations of the forward half and those behind it, of an output alone, or of a sweep. */
    static final List<Pass<Chain>> UNITS = List.of(
            new Pass<>(
                    "values",
                    Values.class,
                    "without what only derivatives need",
                    "as soon as all derivatives are taken",
                    ALWAYS,
                    WELL_FORMED,
                    (chain, known) ->
                            chain.each(program -> program.with(known.values().of(program.equations())))),
            new Pass<>(
                    "strips",
                    Strips.class,
                    "with many directions in strips of 64",
                    "when modes are chosen, which count directions",
                    ALWAYS,
                    PROVED,
                    (chain, known) -> chain.each(program -> program.with(Strips.of(
                            known.make(), known.prover(), program.equations(), new HashSet<>(program.outputs()))))),
            new Pass<>(
                    "share",
                    Sharing.class,
                    "with equations for what several have in common",
                    "when it is known which equations make a unit",
                    OPTIONAL,
                    PROVED,
                    (chain, known) -> chain.share(known.prover())),
            new Pass<>(
                    "powers",
                    RunningPowers.class,
                    "with running products for powers by the index of a loop",
                    "when it is known what several have in common, since each unit has products of its own",
                    OPTIONAL,
                    PROVED,
                    (chain, known) -> chain.each(program -> program.with(
                            RunningPowers.of(known.make(), known.prover(), known.proofs(), program.equations())))),
            new Pass<>(
                    "keep",
                    KeptFunctions.class,
                    "with equations for exponentials that are needed again when they are summed",
                    "when it is known which equations make a unit by itself",
                    OPTIONAL,
                    PROVED,
                    (chain, known) -> chain.behind().isEmpty()
                            ? chain.each(program -> program.with(KeptFunctions.of(known.make(), program.equations())))
                            : chain),
            new Pass<>(
                    "defer",
                    DeferredProducts.class,
                    "with products of matrices behind the recurrences that sum them up",
                    "last, as equations are as they will be scheduled",
                    OPTIONAL,
                    PROVED,
                    (chain, known) -> chain.each(
                            program -> program.with(DeferredProducts.of(known.make(), program.equations())))));

    /** Batches are taken in blocks. */
    static final Pass<List<Statement>> BLOCKS = new Pass<>(
            "blocks",
            RowBlocks.class,
            "batches in blocks, with their index innermost",
            "when it is known which values and functions are left",
            OPTIONAL,
            WELL_FORMED,
            (body, known) -> known.blocks().split(body));

    /** Functions have the same bits everywhere. */
    static final Pass<List<Statement>> REPRODUCIBLE = new Pass<>(
            "reproducible",
            StrictFunctions.class,
            "functions that have the same bits in every Java and on every machine",
            "when it is known which functions are left",
            IF_ASKED,
            WELL_FORMED,
            (body, known) -> StrictFunctions.of(body));

    /** What is traced has an operation in each statement. */
    static final Pass<List<Statement>> OPERATIONS = new Pass<>(
            "single operations",
            ThreeAddress.class,
            "each operation in a statement of its own, for who traces them",
            "when no pass is left that would put them together",
            IF_ASKED,
            WELL_FORMED,
            (body, known) -> ThreeAddress.of(body));

    /** Over the statements of a unit. */
    static final List<Pass<List<Statement>>> LOOPS = List.of(
            new Pass<>(
                    "coalesce",
                    Coalescing.class,
                    "one variable for a value and what it is chosen as",
                    "first, so that choices of one value are neighbours",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> Coalescing.of(body)),
            new Pass<>(
                    "branches",
                    Branches.class,
                    "one `if` for neighbouring choices on one condition",
                    "before values are looked for, which are common within a branch only",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> Branches.merge(body)),
            new Pass<>(
                    "common values",
                    CommonValues.class,
                    "no value computed or copied twice",
                    "when branches are merged",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> CommonValues.share(body)),
            new Pass<>(
                    "nest",
                    NestedChoices.class,
                    "choices on what another choice has made other than zero within that",
                    "when values are where they are read",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> NestedChoices.nest(body)),
            BLOCKS,
            new Pass<>(
                    "dead stores",
                    DeadStores.class,
                    "no assignment that nobody needs",
                    "when values are where they are read",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> DeadStores.eliminate(body)),
            new Pass<>(
                    "first stores",
                    FirstStores.class,
                    "what is added first in the place of zeros",
                    "when values are where they are read, while a sum is one statement",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> FirstStores.of(body)),
            sums(SumMode.PAIRWISE, "sums by halves, each taken by an object"),
            sums(SumMode.COMPENSATED, "sums with what their additions lose, each taken by an object"),
            new Pass<>(
                    "jam sums",
                    JammedSums.class,
                    "four iterations at a time where each sums over a block for a derivative",
                    "while a sum is one statement",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> JammedSums.of(body)),
            new Pass<>(
                    "unroll",
                    Accumulators.class,
                    "several accumulators for a sum",
                    "behind all that looks at a sum as one statement",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> Accumulators.unroll(body)),
            new Pass<>(
                    "jam",
                    Jam.class,
                    "two iterations at a time where each adds to the lanes of one row",
                    "behind all that looks at a sum as one statement",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> Jam.of(body)),
            new Pass<>(
                    "pack",
                    PackedFactors.class,
                    "matrices packed before the recurrences whose steps multiply by them",
                    "when it is known what recurrences write",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> PackedFactors.of(body, known.make().tensors())),
            new Pass<>(
                    "carry",
                    CarriedElements.class,
                    "variables for elements that an iteration or the next one reads again",
                    "when no pass is left that looks at elements",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> CarriedElements.of(body, known.prover())),
            new Pass<>(
                    "unread",
                    UnreadStores.class,
                    "no store to an element that nobody reads again",
                    "when variables are in the place of elements",
                    OPTIONAL,
                    WELL_FORMED,
                    (body, known) -> UnreadStores.of(body, known.results())),
            REPRODUCIBLE,
            OPERATIONS,
            new Pass<>(
                    "outline",
                    Outlining.class,
                    "methods that the JIT compiles in the place of long ones",
                    "last, as what is in another method is not looked into",
                    ALWAYS,
                    WELL_FORMED,
                    (body, known) -> Outlining.outline(body)));

    /** What depends on data alone is computed apart. */
    static final Choice DATA = new Choice(
            "data",
            DataOnly.class,
            "without what depends on data alone, which has a unit of its own",
            "behind all passes over equations, when it is known which units read it");

    /** Loops that do nothing but sum take several accumulators. */
    static final Choice ACCUMULATE = new Choice(
            "accumulate",
            Sums.class,
            "several accumulators where a loop does nothing but sum",
            "when equations have met in loops");

    /** Products of matrices are computed by kernels. */
    static final Choice PRODUCTS = new Choice(
            "products",
            Sums.class,
            "kernels in the place of loops for products of matrices",
            "before equations meet in loops, since these have none");

    /** Blocks read data where it has been packed. */
    static final Choice PACK_DATA = new Choice(
            "pack data",
            PackedData.class,
            "data packed once into the rows that blocks read",
            "behind all passes over loops, when it is known which rows blocks take of data");

    static final List<Choice> CHOICES = List.of(DATA, ACCUMULATE, PRODUCTS, PACK_DATA);

    private Passes() {}

    private static Pass<List<Statement>> sums(SumMode mode, String purpose) {
        return new Pass<>(
                mode.toString(),
                SumObjects.class,
                purpose,
                "when no variable is left that nobody needs, while a sum is one statement",
                IF_ASKED,
                WELL_FORMED,
                (body, known) ->
                        SumObjects.of(body, mode, known.results(), known.make().tensors()));
    }

    static Stream<Pass<?>> all() {
        return Stream.of(MODEL, DERIVATIVES, UNITS, LOOPS).flatMap(List::stream);
    }

    /** The names of all passes that can be left out, and of the choices. */
    static Set<String> optional() {
        Set<String> names = new LinkedHashSet<>();
        all().filter(pass -> pass.use() == OPTIONAL).map(Pass::name).forEach(names::add);
        CHOICES.stream().map(Choice::name).forEach(names::add);
        return Collections.unmodifiableSet(names);
    }
}
