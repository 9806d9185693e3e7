package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.loop.Blocks;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Effects;
import dev.costate.compiler.loop.Image;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Walk;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.runtime.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the iterations of an outermost loop in blocks, where they do not depend on each other but by sums and the like:
 *
 * <pre>   for n: z := …; loss += softplus(z) - y[n] * z
 *   for block: for lane: z[lane] = …
 *              expNegAbs(z, e); softplus(z, e, s)
 *              for lane: loss += s[lane] - y[256 block + lane] * z[lane] </pre>
 *
 * <p>That is done for two reasons: exponentials and their kin are taken of rows, by kernels of {@code runtime.Rows}
 * ({@link LaneLoop}); and where two loops or more stand within that of the batch, such as over components and axes, the
 * loop over the block goes innermost, so that what each iteration sums becomes a map over all of them
 * ({@link Interchange}). Short batches, and such that would take too many rows, run as they are written.
 */
public final class RowBlocks {
    /** How many loops within that of the batch make that worth going innermost. */
    private static final int DEEP = 2;

    private final Tensors tensors;
    /** The sizes of batches that some unit has innermost. */
    private final Set<Poly> deep = new HashSet<>();
    /** The sizes of batches that some unit leaves whole, though it evaluates functions that kernels have. */
    private final Set<Poly> whole = new HashSet<>();
    /** What has been decided since {@link #differ}: the sizes of batches that have too few loops within. */
    private final Set<Poly> shallow = new HashSet<>();
    /** The sizes of batches that are cut for their functions. */
    private final Set<Poly> cut = new HashSet<>();

    /** For each batch, how many rows the units take that have it innermost; of those that are more than others. */
    private final Map<Poly, Set<Poly>> rows = new HashMap<>();
    /** The sizes of batches that some unit takes in blocks. */
    private final Set<Poly> taken = new HashSet<>();
    /** Whether some unit that takes a batch in blocks knows fewer of these. */
    private boolean fewer;

    /** Whether batches stay as they are. */
    private boolean left;
    /** Whether the steps of recurrences stay as well. */
    private boolean allLeft;

    public RowBlocks(Tensors tensors) {
        this.tensors = tensors;
    }

    /** The statements with such loops in blocks; those that find a pattern, whose variables are sets, stay. */
    public List<Statement> split(List<Statement> body) {
        List<Local> variables = new ArrayList<>();
        body.forEach(statement -> Walk.introduced(statement, variables::add));
        if (allLeft || variables.stream().anyMatch(variable -> variable.kind() == Op.Kind.SET)) {
            return body;
        }
        List<Statement> result = new ArrayList<>();
        for (Statement statement : body) {
            Statement blocked = null;
            if (statement instanceof Statement.Loop loop && !left) {
                blocked = split(loop, loop.range(), loop.body(), false);
            } else if (statement instanceof Statement.SumLoop sum && !left) {
                Statement add = new Statement.Update(sum.local(), Reduction.SUM, sum.value());
                blocked = split(sum, sum.range(), List.of(add), true);
            }
            result.add(blocked == null ? recurrences(statement, false) : blocked);
        }
        return result;
    }

    /**
     * The statement with what the steps of its recurrences do for each element of a vector cut for its functions.
     *
     * @param inSteps whether it is in such a step itself
     */
    private Statement recurrences(Statement statement, boolean inSteps) {
        if (!(statement instanceof Statement.Loop loop)) {
            return statement;
        }
        Range range = loop.range();
        boolean mayBeCut = inSteps && mayGoInBlocks(range);
        Statement cut = mayBeCut ? cut(loop, range, copied(loop.body()), false, false) : null;
        if (cut != null) {
            return cut;
        }
        boolean within = inSteps || range.order() != Range.Order.ANY;
        return new Statement.Loop(
                range,
                loop.step(),
                loop.body().stream().map(inner -> recurrences(inner, within)).toList());
    }

    /** From now on all batches stay as they are. */
    public void leave() {
        left = true;
    }

    /** From now on all loops do, those in the steps of recurrences too. */
    public void leaveAll() {
        left = true;
        allLeft = true;
    }

    /** The fields that statements write besides those that are known: rows. */
    public static List<Place> rows(List<Statement> body, Set<Place> known) {
        List<Place> rows = new ArrayList<>();
        Set<Object> seen = new HashSet<>(known);
        for (Statement statement : body) {
            for (Object target : Effects.of(statement).writes()) {
                if (target instanceof Place place && place.storage() == Place.Storage.FIELD && seen.add(place)) {
                    rows.add(place);
                }
            }
        }
        rows.sort(Comparator.comparingInt(row -> row.tensor().number()));
        return rows;
    }

    private @Nullable Statement split(Statement plain, Range range, List<Statement> written, boolean gathers) {
        if (!mayGoInBlocks(range)) {
            return null;
        }
        List<Statement> body = copied(written);
        Poly batch = range.extent();
        Iterations iterations = Iterations.of(range, body);
        List<Part> parts = iterations == null ? List.of() : Interchange.of(iterations, body);
        if (iterations != null && isDeep(batch, Part.depth(parts))) {
            LaneWriter writer = new LaneWriter(iterations, range, tensors);
            List<Statement> block = writer.prepare(parts) ? writer.write(parts) : List.of();
            if (writer.fits() && writer.count().isOfDims()) {
                deep.add(batch);
                takes(batch, writer.count());
                return chosen(plain, range, block);
            }
        }
        return cut(plain, range, body, gathers, true);
    }

    private static boolean mayGoInBlocks(Range range) {
        return range.order() == Range.Order.ANY
                && range.from().isZero()
                && range.extent().isOfDims()
                && range.extent().constant().orElse(Rows.FEWEST) >= Rows.FEWEST;
    }

    /**
     * A loop over a batch in blocks for its functions; null if that does not pay.
     *
     * @param products whether products with rows of data are taken for all iterations of a block
     */
    private @Nullable Statement cut(
            Statement plain, Range range, List<Statement> body, boolean gathers, boolean products) {
        Poly batch = range.extent();
        List<Statement> lane = new Moved(range.index(), Block.ITERATION).block(body);
        RowFunctions functions = new RowFunctions(Block.LANE, lane);
        List<Statement> block = pay(batch, functions) ? LaneLoop.cut(functions, gathers, batch, tensors) : null;
        if (functions.any() && !deep.contains(batch)) {
            (block == null ? whole : cut).add(batch);
        }
        if (block == null) {
            return null;
        }
        return chosen(plain, range, products ? LaneProducts.of(block, batch, tensors) : block);
    }

    /** Whether so many loops are worth that the loop over a batch goes into them. */
    private boolean isDeep(Poly batch, int loops) {
        boolean enough = loops >= DEEP || (loops > 0 && deep.contains(batch));
        if (!enough && loops > 0) {
            shallow.add(batch);
        }
        return enough;
    }

    /** Whether a loop over a batch is worth cutting for its functions. */
    private boolean pay(Poly batch, RowFunctions functions) {
        return deep.contains(batch) || (functions.pay() && !whole.contains(batch));
    }

    /**
     * Whether some of the units made since this was asked take a batch in another way than others: they sum in another
     * order and round functions otherwise, so that values of one output would differ in their last bits. Made once
     * more, all have a batch innermost that one has, up to the same sizes, and none cuts one for its functions that
     * another leaves whole.
     */
    public boolean differ() {
        shallow.retainAll(deep);
        cut.removeAll(deep);
        cut.retainAll(whole);
        boolean differ = whole.removeAll(deep) || !shallow.isEmpty() || !cut.isEmpty() || fewer;
        shallow.clear();
        cut.clear();
        fewer = false;
        return differ;
    }

    /** The same with variables of its own, since both forms are there. */
    private static List<Statement> copied(List<Statement> body) {
        Map<Local, Local> copies = new HashMap<>();
        body.forEach(statement ->
                Walk.introduced(statement, local -> copies.computeIfAbsent(local, l -> new Local(l.hint(), l.kind()))));
        Image copy = new Image() {
            @Override
            protected Local local(Local local) {
                return copies.getOrDefault(local, local);
            }
        };
        return copy.block(body);
    }

    /** Notes how many rows a batch takes. */
    private void takes(Poly batch, Poly count) {
        Set<Poly> known = rows.computeIfAbsent(batch, b -> new LinkedHashSet<>());
        if (!count.isConstant() && known.stream().noneMatch(more -> isAtMost(count, more))) {
            fewer |= taken.contains(batch);
            known.removeIf(less -> isAtMost(less, count));
            known.add(count);
        }
    }

    /** Whether one number is never more than the other, as far as their terms tell: sizes are not negative. */
    private static boolean isAtMost(Poly one, Poly other) {
        return Interval.of(other.minus(one), size -> null).least().signum() >= 0;
    }

    /** Either the loop as it is written or the blocks. */
    private Statement chosen(Statement plain, Range range, List<Statement> block) {
        Poly extent = range.extent();
        taken.add(extent);
        List<Code> conditions = new ArrayList<>();
        if (!extent.isConstant()) {
            conditions.add(less(extent, Poly.of(Rows.FEWEST)));
        }
        rows.getOrDefault(extent, Set.of()).forEach(count -> conditions.add(less(Poly.of(Rows.MOST), count)));
        Statement inBlocks = Blocks.over(range, block);
        return conditions.stream()
                .reduce((a, b) -> new Code.Apply(Connectives.OR, List.of(a, b)))
                .<Statement>map(condition -> new Statement.If(condition, List.of(plain), List.of(inBlocks)))
                .orElse(inBlocks);
    }

    private static Code less(Poly a, Poly b) {
        return new Code.Apply(Comparisons.LT, List.of(new Code.Whole(a), new Code.Whole(b)));
    }
}
