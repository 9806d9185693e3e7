package dev.costate.compiler.schedule;

import dev.costate.compiler.batch.RowBlocks;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeSet;
import dev.costate.compiler.ir.Program;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.loop.Blocks;
import dev.costate.compiler.loop.Effects;
import dev.costate.compiler.loop.FloatMode;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Place.Storage;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.compiler.loop.ValueNumbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Turns the equations of a model and its derivatives into units of loops. It owns time and memory: which equations
 * share loops ({@link Fusion}), what is stored ({@link Allocation}), where values are computed ({@link LoopWriter}).
 * Long, since each kind of unit has a method.
 */
public final class Scheduler {
    private final Program program;
    private final Prover prover;
    private final BiFunction<List<Statement>, Set<Place>, List<Statement>> optimised;
    private final FloatMode mode;
    private final boolean inParts;
    private final boolean inProducts;
    private final RowBlocks blocks;
    private boolean inBlocks;
    /** Whether loops of some unit run later than they could. */
    private boolean delayed;

    private final Map<Tensor, Place> inputs = new LinkedHashMap<>();
    /** How the unit being made sums. */
    private Sums sums;

    /**
     * For the units of one program.
     *
     * @param prover what is known of the sizes
     * @param mode what units compute in
     * @param inParts whether loops that do nothing but sum take several accumulators
     * @param inProducts whether kernels take products of matrices
     * @param blocks how batches are taken
     * @param inBlocks whether they are, and loops run as late as what reads them
     * @param optimised what becomes of the statements of a unit, of which others read some places
     */
    public Scheduler(
            Program program,
            Prover prover,
            FloatMode mode,
            boolean inParts,
            boolean inProducts,
            RowBlocks blocks,
            boolean inBlocks,
            BiFunction<List<Statement>, Set<Place>, List<Statement>> optimised) {
        this.program = program;
        this.prover = prover;
        this.mode = mode;
        this.inParts = inParts;
        this.inProducts = inProducts;
        this.blocks = blocks;
        this.inBlocks = inBlocks;
        this.optimised = optimised;
        this.sums = sums(Set.of());
        for (Tensor input : program.inputs()) {
            inputs.put(input, new Place(input, storage(input), input.shape()));
        }
    }

    private static Storage storage(Tensor input) {
        if (input.isNoise()) {
            return Storage.NOISE;
        }
        return input.role() == Tensor.Role.PARAM ? Storage.PARAMETER : Storage.INPUT;
    }

    /** A unit as it is by itself, and how it is made. */
    public static final class Draft {
        private final Supplier<Unit> maker;
        private final Unit unit;
        private final Sums sums;

        private Draft(Supplier<Unit> maker, Unit unit, Sums sums) {
            this.maker = maker;
            this.unit = unit;
            this.sums = sums;
        }

        public Unit unit() {
            return unit;
        }
    }

    /** Makes a unit without regard to others. */
    public Draft draft(Supplier<Unit> maker) {
        return draft(maker, Set.of());
    }

    private Draft draft(Supplier<Unit> maker, Set<Tensor> sequential) {
        sums = sums(sequential);
        Unit unit = maker.get();
        return new Draft(maker, unit, sums);
    }

    /**
     * Units that compute the same outputs, to the last bit: those in which a tensor is summed in another order than in
     * the others, or all if batches are taken otherwise in some, are made once more.
     */
    public List<Unit> agreeing(List<Draft> drafts) {
        List<Draft> alike = drafts;
        while (blocks.differ()) {
            alike = again(alike);
        }
        return summingAlike(alike);
    }

    /**
     * Whether the equation is a product of matrices. A batch that has one is left to {@link
     * dev.costate.compiler.loop.BatchBlocks}, which keeps what products read and write in blocks.
     */
    public boolean isProduct(Equation e) {
        return sums(Set.of()).product(e) != null;
    }

    /** From now on no batch is taken in blocks, and loops run as early as they can. */
    public void leaveBlocks() {
        inBlocks = false;
        blocks.leave();
    }

    /**
     * Whether these units are better off without blocks: values are not shown to be the same in all of them, or loops
     * run late and no batch is taken in blocks for it. From now on none is, and loops run as early as they can.
     */
    public boolean leavesBlocks(List<Unit> units) {
        boolean any = units.stream().anyMatch(unit -> Blocks.areIn(unit.body()));
        boolean leaves = any ? !ValueNumbers.isSame(units) : inBlocks && delayed;
        if (leaves) {
            inBlocks = false;
            blocks.leaveAll();
        }
        return leaves;
    }

    private List<Draft> again(List<Draft> drafts) {
        return drafts.stream().map(draft -> draft(draft.maker)).toList();
    }

    private List<Unit> summingAlike(List<Draft> drafts) {
        Set<Tensor> sequential = new HashSet<>();
        List<Draft> units = new ArrayList<>(drafts);
        while (sequential.addAll(
                Sums.differing(units.stream().map(draft -> draft.sums).toList()))) {
            units.replaceAll(draft -> draft.sums.gathersAny(sequential) ? draft(draft.maker, sequential) : draft);
        }
        return units.stream().map(Draft::unit).toList();
    }

    private Sums sums(Set<Tensor> sequential) {
        return new Sums(mode, inParts, inProducts, new HashSet<>(sequential));
    }

    /**
     * What depends on data alone.
     *
     * @param kept the tensors that other units read
     * @param data what all of it depends on
     */
    public Unit data(List<Equation> equations, List<Tensor> kept, List<Tensor> data) {
        sums = sums(Set.of());
        Map<Tensor, Place> given = new LinkedHashMap<>();
        kept.forEach(tensor -> given.put(tensor, field(tensor)));
        List<Place> own = List.copyOf(given.values());
        return unit(Unit.Kind.DATA, "", equations, given, own, List.of(), data, Map.of(), List.of(), Exchange.NONE);
    }

    /** Units find these tensors in those that {@link #data} makes. */
    public void prepared(List<Tensor> kept) {
        kept.forEach(tensor -> inputs.put(tensor, new Place(tensor, Storage.PREPARED, tensor.shape())));
    }

    /** The forward half: all outputs, and everything that any of the backward halves reads of it. */
    public Unit forward(List<Equation> equations, Collection<Tensor> readLater) {
        Map<Tensor, Place> given = new LinkedHashMap<>();
        for (Tensor output : program.outputs()) {
            given.put(output, field(output));
        }
        for (Equation e : equations) {
            if (readLater.contains(e.target())) {
                given.computeIfAbsent(e.target(), Scheduler::field);
            }
        }
        Map<Tensor, Place> outputs = new LinkedHashMap<>(given);
        outputs.keySet().retainAll(program.outputs());
        List<Place> own = new ArrayList<>(given.values());
        return unit(
                Unit.Kind.FORWARD, "", equations, given, own, List.of(), List.of(), outputs, List.of(), Exchange.NONE);
    }

    /** One output alone. */
    public Unit value(List<Equation> equations, Tensor output) {
        Map<Tensor, Place> given = Map.of(output, field(output));
        List<Place> own = List.copyOf(given.values());
        return unit(Unit.Kind.VALUE, "", equations, given, own, List.of(), List.of(), given, List.of(), Exchange.NONE);
    }

    /**
     * A derivative where the outputs are known.
     *
     * @param forward the unit that runs before it
     */
    public Unit half(String clause, List<Equation> equations, Unit forward, Exchange exchange) {
        Map<Tensor, Place> given = exchange.places();
        List<Place> zeros = unwritten(equations, exchange.results());
        Set<Tensor> reads = reads(equations);
        List<Place> kept = new ArrayList<>();
        for (Place place : forward.fields()) {
            if (reads.contains(place.tensor())) {
                given.put(place.tensor(), place);
                kept.add(place);
            }
        }
        return unit(
                Unit.Kind.BACKWARD,
                clause,
                equations,
                given,
                exchange.fields(),
                kept,
                List.of(),
                Map.of(),
                zeros,
                exchange);
    }

    /** One output and its derivative together. */
    public Unit sweep(String clause, List<Equation> equations, Tensor output, Exchange exchange) {
        Map<Tensor, Place> given = exchange.places();
        List<Place> zeros = unwritten(equations, exchange.results());
        Place field = field(output);
        given.put(output, field);
        List<Place> own = new ArrayList<>(List.of(field));
        own.addAll(exchange.fields());
        return unit(
                Unit.Kind.SWEEP,
                clause,
                equations,
                given,
                own,
                List.of(),
                List.of(),
                Map.of(output, field),
                zeros,
                exchange);
    }

    /** The pattern of a derivative. */
    public Unit pattern(String clause, List<Equation> equations, Exchange exchange) {
        Map<Tensor, Place> given = exchange.places();
        List<Place> zeros = unwritten(equations, exchange.results());
        return unit(
                Unit.Kind.PATTERN,
                clause,
                equations,
                given,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                zeros,
                exchange);
    }

    private static Place field(Tensor tensor) {
        return new Place(tensor, Storage.FIELD, tensor.shape());
    }

    /** The results that no equation contributes to. */
    private static List<Place> unwritten(List<Equation> equations, List<Place> results) {
        Set<Tensor> written = new HashSet<>();
        equations.forEach(e -> written.add(e.target()));
        return results.stream()
                .filter(place -> !written.contains(place.tensor()))
                .toList();
    }

    /** The tensors that equations read and do not write. */
    public static Set<Tensor> reads(List<Equation> equations) {
        Set<Tensor> reads = new HashSet<>();
        NodeSet seen = new NodeSet();
        for (Equation e : equations) {
            for (Expr node : Graph.reads(e.roots(), seen)) {
                reads.add(((Expr.Head.Read) node.head()).tensor());
            }
        }
        equations.forEach(e -> reads.remove(e.target()));
        return reads;
    }

    /** Of the fields those that objects and variables have not taken the place of. */
    private static Set<Object> left(List<Statement> written, List<Place> own) {
        Set<Object> left = new HashSet<>(own);
        for (Statement statement : written) {
            left.addAll(Effects.of(statement).writes());
        }
        return left;
    }

    private Unit unit(
            Unit.Kind kind,
            String clause,
            List<Equation> equations,
            Map<Tensor, Place> given,
            List<Place> own,
            List<Place> kept,
            List<Tensor> data,
            Map<Tensor, Place> outputs,
            List<Place> zeros,
            Exchange exchange) {
        Exprs make = program.make();
        Map<Tensor, Place> all = new LinkedHashMap<>(inputs);
        all.putAll(given);
        Fusion fusion = inBlocks ? Fusion.delayed(make, equations, sums) : Fusion.fuse(make, equations, sums);
        delayed |= fusion.isDelayed();
        Allocation allocation = new Allocation(fusion, all);
        List<Statement> body = new ArrayList<>();
        zeros.forEach(place -> body.add(LoopWriter.zero(place)));
        body.addAll(new LoopWriter(make, fusion, allocation, sums, prover).write(fusion.root()));
        Set<Place> results = new HashSet<>(own);
        results.addAll(given.values());
        List<Statement> written = optimised.apply(body, results);
        List<Place> fields = new ArrayList<>(own);
        fields.addAll(allocation.fields());
        Set<Place> known = new HashSet<>(fields);
        known.addAll(all.values());
        List<Place> added = RowBlocks.rows(written, known);
        fields.retainAll(left(written, own));
        fields.addAll(added);
        return new Unit(
                kind,
                clause.isEmpty() ? null : clause,
                exchange.arguments(),
                fields,
                kept,
                data,
                outputs,
                exchange.number(),
                written);
    }
}
