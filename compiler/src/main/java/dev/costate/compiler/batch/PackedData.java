package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import dev.costate.compiler.loop.Batch;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Image;
import dev.costate.compiler.loop.Place;
import dev.costate.compiler.loop.Statement;
import dev.costate.compiler.loop.Unit;
import dev.costate.runtime.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packs data into rows once, in a unit of its own, where blocks of a batch would take rows of it in every call or
 * multiply by it:
 *
 * <pre>   for block: rows[d][lane] := X[first + lane, d]      rows := those packed for the block
 *              … rows[d][lane] …                           … rows[d][lane] …
 *              z[all lanes] := X w                         z[all lanes] := rows combined by w </pre>
 *
 * <p>Terms are added in the order in which they were, so no bit of a result changes.
 */
public final class PackedData {
    /**
     * Data and its rows.
     *
     * @param written the rows where they are packed
     * @param read and where they are read
     */
    private record Packing(Place source, Place written, Place read) {}

    private final Tensors tensors;
    private final Map<Tensor, Packing> packings = new LinkedHashMap<>();

    private PackedData(Tensors tensors) {
        this.tensors = tensors;
    }

    /** The units with such data packed, those that pack it behind all others that prepare data. */
    public static List<Unit> of(List<Unit> units, Tensors tensors) {
        PackedData data = new PackedData(tensors);
        List<Unit> prepared = new ArrayList<>();
        List<Unit> others = new ArrayList<>();
        for (Unit unit : units) {
            boolean prepares = unit.kind() == Unit.Kind.DATA;
            (prepares ? prepared : others).add(prepares ? unit : data.image(unit));
        }
        Map<List<Tensor>, List<Packing>> together = new LinkedHashMap<>();
        for (Packing packing : data.packings.values()) {
            together.computeIfAbsent(dataOf(packing.source(), prepared), of -> new ArrayList<>())
                    .add(packing);
        }
        together.forEach((of, packings) -> prepared.add(packing(of, packings)));
        prepared.addAll(others);
        return prepared;
    }

    /** What a unit packs, for people; empty for one that packs nothing. */
    public static String text(Unit unit) {
        StringBuilder text = new StringBuilder();
        Poly bytes = Poly.ZERO;
        for (Place place : unit.fields()) {
            Place.Rows rows = place.rows();
            if (place.isInBlocks() && rows != null) {
                bytes = bytes.plus(rows.all().times(rows.batch()).times(Poly.of(Double.BYTES)));
                text.append(place.tensor().name())
                        .append(", packed for each block of ")
                        .append(Rows.BLOCK)
                        .append('\n');
            }
        }
        String data = String.join(", ", unit.data().stream().map(Tensor::name).toList());
        return text.isEmpty() ? "" : "of " + data + ", kept in " + bytes + " bytes\n" + text;
    }

    // ---- What packs ----

    /** What is computed anew when the array is. */
    private static List<Tensor> dataOf(Place source, List<Unit> prepared) {
        return prepared.stream()
                .filter(unit -> unit.fields().stream().anyMatch(place -> place.tensor() == source.tensor()))
                .map(Unit::data)
                .findFirst()
                .orElseGet(() -> List.of(source.tensor()));
    }

    private static Unit packing(List<Tensor> data, List<Packing> packings) {
        return new Unit(
                Unit.Kind.DATA,
                null,
                List.of(),
                packings.stream().map(Packing::written).toList(),
                List.of(),
                data,
                Map.of(),
                null,
                packings.stream().map(PackedData::pack).toList());
    }

    private static Statement pack(Packing packing) {
        Place source = packing.source();
        Place.Rows rows = Objects.requireNonNull(packing.written().rows());
        // The other axes lie one behind the other, as one.
        Range row = Range.upTo(Block.another("row", 0), rows.all());
        Range iteration = Range.upTo(Block.another("n", 1), rows.batch());
        List<Poly> subscripts =
                new ArrayList<>(Collections.nCopies(source.shape().size(), Poly.ZERO));
        subscripts.set(0, Poly.of(iteration.index()));
        subscripts.set(subscripts.size() - 1, Poly.of(row.index()));
        return new Statement.Pack(packing.written(), row, iteration, new Code.Element(source, subscripts));
    }

    // ---- What reads ----

    private Unit image(Unit unit) {
        Reader reader = new Reader();
        unit.body().forEach(reader::find);
        List<Statement> body = reader.block(unit.body());
        if (!reader.reads) {
            return unit;
        }
        List<Place> fields = new ArrayList<>(unit.fields());
        fields.removeAll(reader.copies.keySet());
        Batch batch = unit.batch();
        return new Unit(
                unit.kind(),
                unit.clause(),
                unit.arguments(),
                fields,
                unit.kept(),
                unit.data(),
                unit.outputs(),
                unit.result(),
                body,
                batch == null ? null : batch.inBlocks());
    }

    /** The rows of data; null if it has none for the batch. */
    private @Nullable Packing of(Place source, Poly batch) {
        boolean given = source.storage() == Place.Storage.PREPARED
                || (source.storage() == Place.Storage.INPUT && source.tensor().role() == Tensor.Role.DATA);
        List<Poly> shape = source.shape();
        if (!given
                || source.tensor().type() != Tensor.Type.REAL
                || shape.size() < 2
                || !shape.get(0).equals(batch)
                || !shape.stream().allMatch(Poly::isOfDims)) {
            return null;
        }
        return packings.computeIfAbsent(source.tensor(), tensor -> {
            List<Poly> rows = new ArrayList<>(shape.subList(1, shape.size()));
            Place.Rows of = new Place.Rows(batch, rows.stream().reduce(Poly.ONE, Poly::times));
            rows.add(Poly.of(Block.SIZE));
            Tensor packed = tensors.temporary(tensor.name() + "Rows", rows, null);
            return new Packing(
                    source,
                    Place.inBlocks(packed, Place.Storage.FIELD, of),
                    Place.inBlocks(packed, Place.Storage.PREPARED, of));
        });
    }

    /** Statements of one unit that read what has been packed. */
    private final class Reader extends Image {
        /** The rows that the unit copies data to, and those that are read instead. */
        private final Map<Place, Place> copies = new HashMap<>();

        private boolean reads;

        /** Notes the rows that are copied. */
        void find(Statement statement) {
            Statement.Store copy = copy(statement);
            if (copy != null) {
                Place rows = copy.target().place();
                Place source = ((Code.Element) copy.value()).place();
                Packing packing = of(source, Objects.requireNonNull(rows.rows()).batch());
                if (packing != null && statement.equals(LaneWriter.rows(source, 0, rows))) {
                    copies.put(rows, packing.read());
                    reads = true;
                }
                return;
            }
            statement.bodies().forEach(body -> body.forEach(this::find));
            if (statement instanceof Statement.Call call) {
                call.method().body().forEach(this::find);
            }
        }

        /** What a statement does that does nothing but copy an array to rows; null if it does something else. */
        private static Statement.@Nullable Store copy(Statement statement) {
            if (statement instanceof Statement.Loop loop && loop.body().size() == 1) {
                return copy(loop.body().get(0));
            }
            return statement instanceof Statement.Store store
                            && store.reduction() == Reduction.SET
                            && store.target().place().hasRows()
                            && store.value() instanceof Code.Element
                    ? store
                    : null;
        }

        @Override
        public List<Statement> block(List<Statement> statements) {
            return super.block(statements.stream()
                    .filter(statement -> {
                        Statement.Store copy = copy(statement);
                        return copy == null || !copies.containsKey(copy.target().place());
                    })
                    .toList());
        }

        @Override
        public Statement statement(Statement statement) {
            if (statement instanceof Statement.Product product) {
                boolean combines = product.row().equals(Block.LANES);
                Place lanes = (combines ? product.target() : product.left()).place();
                Place.Rows rows = lanes.rows();
                if (rows != null && combines && product.column().extent().equals(Poly.ONE)) {
                    return product.with(packed(product.left(), product.term(), rows.batch()), product.right());
                } else if (rows != null
                        && product.term().equals(Block.LANES)
                        && product.row().extent().equals(Poly.ONE)) {
                    return product.with(product.left(), packed(product.right(), product.column(), rows.batch()));
                }
            }
            return super.statement(statement);
        }

        /** The lanes of a row that has been packed, itself if it has not. */
        private Code.Element packed(Code.Element element, Range along, Poly batch) {
            Packing packing = isRow(element, along) ? of(element.place(), batch) : null;
            if (packing == null) {
                return element;
            }
            reads = true;
            List<Poly> subscripts = new ArrayList<>(
                    element.subscripts().subList(1, element.subscripts().size()));
            subscripts.add(Poly.of(Block.LANE));
            return new Code.Element(packing.read(), subscripts);
        }

        /** Whether it is the first row of the iteration at hand, along an axis. */
        private static boolean isRow(Code.Element element, Range along) {
            List<Poly> subscripts = element.subscripts();
            int last = subscripts.size() - 1;
            return along.from().isZero()
                    && subscripts.get(0).equals(Block.ITERATION)
                    && subscripts.get(last).equals(Poly.of(along.index()))
                    && subscripts.subList(1, last).stream().allMatch(Poly::isZero);
        }

        @Override
        protected Code.Element slice(Code.Element element) {
            Place packed = copies.get(element.place());
            return packed == null ? element : new Code.Element(packed, element.subscripts());
        }
    }
}
