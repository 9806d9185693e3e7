package dev.costate.compiler.loop;

import static java.util.Objects.requireNonNull;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.runtime.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a batch that has products of matrices block by block, so that what its loops and products hand to each other
 * is as long as a block and not as the batch:
 *
 * <pre>   z[n, k] += x[n, d] * W[d, k]         for block: z[n - first, k] += x[n, d] * W[d, k]
 *   for n in from .. to: s += f(z[n, k])            for n in first .. end: s += f(z[n - first, k]) </pre>
 *
 * <p>Iterations depend on each other by sums alone, which are taken in the same order as before.
 */
public final class BatchBlocks {
    private static final Poly FIRST = Poly.of(Blocks.FIRST);
    private static final Poly END = Poly.of(Blocks.END);

    private final Unit unit;
    private final Batch batch;
    /** The fields that are as long as a block, each by the one that was as long as the batch. */
    private final Map<Place, Place> blocks = new HashMap<>();

    private final Image image = new Image() {
        @Override
        protected Code.Element slice(Code.Element element) {
            return BatchBlocks.this.element(element);
        }
    };

    private BatchBlocks(Unit unit, Batch batch) {
        this.unit = unit;
        this.batch = batch;
    }

    /** The unit with its batch in blocks; the unit itself, if it has no such batch. */
    public static Unit of(Unit unit) {
        Batch batch = unit.batch();
        boolean hasProducts = batch != null
                && unit.body().subList(0, batch.head()).stream()
                        .anyMatch(s -> s instanceof Statement.Product && index(s) != null);
        return hasProducts ? new BatchBlocks(unit, requireNonNull(batch)).divided() : unit;
    }

    /** The index that runs over a range of the batch in a statement, null if there is none. */
    private static Atom.@Nullable Index index(Statement statement) {
        return statement.ranges().stream()
                .filter(range -> range.equals(Batch.range(range.index())))
                .findFirst()
                .map(Range::index)
                .orElse(null);
    }

    private Unit divided() {
        List<Statement> head = unit.body().subList(0, batch.head());
        int last = -1;
        for (int k = 0; k < head.size(); k++) {
            last = index(head.get(k)) == null ? last : k;
        }
        List<Statement> before = new ArrayList<>();
        List<Statement> block = new ArrayList<>();
        Statement.@Nullable From from = null;
        for (Statement statement : head.subList(0, last + 1)) {
            if (statement instanceof Statement.From origin) {
                from = origin;
                continue;
            }
            List<Statement> to = index(statement) == null ? before : block;
            if (from != null && !from.equals(origin(to))) {
                to.add(from);
            }
            to.add(statement);
        }
        shorten(before, block, unit.body().subList(last + 1, unit.body().size()));
        if (blocks.isEmpty() || meet(before, block)) {
            return unit;
        }
        List<Statement> body = new ArrayList<>(before);
        body.add(Blocks.ranges(
                Batch.range(Blocks.FIRST), block.stream().map(this::block).toList()));
        body.addAll(unit.body().subList(last + 1, unit.body().size()));
        List<Place> fields = new ArrayList<>(unit.fields());
        fields.replaceAll(place -> blocks.getOrDefault(place, place));
        List<Place> shared = new ArrayList<>(batch.shared());
        shared.removeAll(blocks.keySet());
        int size = before.size() + 1 + head.size() - (last + 1);
        return unit.with(new Batch(batch.size(), size, batch.sums(), shared, batch.ofBlocks()), fields, body);
    }

    /** Where the last statement comes from that says so. */
    private static @Nullable Statement origin(List<Statement> statements) {
        for (int k = statements.size() - 1; k >= 0; k--) {
            if (statements.get(k) instanceof Statement.From from) {
                return from;
            }
        }
        return null;
    }

    /** Whether what stands between loops of the batch has to stay there. */
    private static boolean meet(List<Statement> before, List<Statement> block) {
        Effects some = effects(before);
        Effects others = effects(block);
        Set<Object> written = new HashSet<>(others.writes());
        written.retainAll(some.reads());
        // What begins before the blocks is added to in them.
        written.removeAll(some.writes());
        return !written.isEmpty();
    }

    private static Effects effects(List<Statement> statements) {
        Effects effects = Effects.of(new Statement.Loop(Batch.range(Blocks.FIRST), List.of()));
        statements.forEach(statement -> effects.add(Effects.of(statement)));
        return effects;
    }

    /** Finds the fields that nothing but the block touches, each iteration its own row. */
    private void shorten(List<Statement> before, List<Statement> block, List<Statement> behind) {
        ReadsWrites others = new ReadsWrites();
        before.forEach(statement -> others.add(new ReadsWrites(statement, null)));
        behind.forEach(statement -> others.add(new ReadsWrites(statement, null)));
        for (Place place : batch.shared()) {
            boolean fits = !others.touches(place)
                    && !unit.outputs().containsValue(place)
                    && place.rows() == null
                    && place.shape().get(0).equals(batch.size())
                    && block.stream().allMatch(statement -> isByRows(statement, place));
            if (fits) {
                List<Poly> shape = new ArrayList<>(place.shape());
                shape.set(0, Poly.apply(Atom.Function.MIN, batch.size(), Poly.of(Rows.BLOCK)));
                blocks.put(place, new Place(place.tensor(), place.storage(), shape));
            }
        }
    }

    private static boolean isByRows(Statement statement, Place place) {
        ReadsWrites uses = new ReadsWrites(statement, index(statement));
        return statement instanceof Statement.Fill
                || !uses.touches(place)
                || uses.axes(place).contains(0);
    }

    // ---- The statements of a block ----

    /** A statement over a range of the batch, over the iterations of a block. */
    private Statement block(Statement statement) {
        Atom.Index index = index(statement);
        if (statement instanceof Statement.Fill fill && blocks.containsKey(fill.place())) {
            return new Statement.Fill(requireNonNull(blocks.get(fill.place())), fill.value());
        }
        return image.statement(index == null ? statement : statement.over(new Range(index, FIRST, END)));
    }

    private Code.Element element(Code.Element element) {
        Place place = blocks.get(element.place());
        if (place == null) {
            return element;
        }
        List<Poly> subscripts = new ArrayList<>(element.subscripts());
        subscripts.set(0, subscripts.get(0).minus(FIRST));
        return new Code.Element(place, subscripts);
    }
}
