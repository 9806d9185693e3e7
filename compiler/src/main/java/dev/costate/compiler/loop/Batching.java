package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.ir.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the batch of a unit: outermost loops over sizes that no param has, such as the observations of a regression,
 * whose iterations depend on each other by sums alone. The statements are put in another order: first the loops with
 * what they read, each over a range of the iterations, then everything that can wait until the sums are complete.
 *
 * <pre>   scale := 1 / N; s := 0; fill gradient     scale := 1 / N; s := 0; fill gradient
 *   for n in 0 .. N: s += …; gradient[d] += …   for n in from .. to: s += …; gradient[d] += …; sum = s
 *   t := 0; for d: t += …                       -- behind all ranges --
 *   value = s + t                               t := 0; for d: t += …; value = sum + t </pre>
 *
 * <p>What the loops read and is computed before is computed for each range anew, so it must not walk over the batch
 * itself: a unit that needs a sum over the batch for another walk over it has none. Long, since what depends on what
 * is asked of all statements of a unit at once.
 */
public final class Batching {
    private static final Atom.Index.Kind LOOP = Atom.Index.Kind.LOOP;

    /** A statement of the outermost block, and where it comes from. */
    private static final class Item {
        private final Statement statement;
        private final Statement.@Nullable From from;
        private final ReadsWrites uses;

        Item(Statement statement, Statement.@Nullable From from, @Nullable Range range) {
            this.statement = statement;
            this.from = from;
            Statement written = Blocks.written(statement);
            this.uses = new ReadsWrites(written == null ? statement : written, range == null ? null : range.index());
        }
    }

    private final List<Item> items = new ArrayList<>();
    private final Set<Atom> ofParams;
    private final Tensors tensors;
    private final Poly size;
    /** The loops over the batch. */
    private final Set<Item> loops = new LinkedHashSet<>();

    private final Set<Place> pointwise = new LinkedHashSet<>();
    private final Set<Place> summed = new LinkedHashSet<>();
    /** The variables that loops add to. */
    private final Set<Local> sums = new HashSet<>();
    /** The variables that go from the head to what runs behind it, each with the field that holds it in between. */
    private final Map<Local, Place> carried = new LinkedHashMap<>();

    private Batching(Poly size, List<Statement> body, Set<Atom> ofParams, Tensors tensors) {
        this.size = size;
        this.ofParams = ofParams;
        this.tensors = tensors;
        Statement.From from = null;
        for (Statement statement : body) {
            if (statement instanceof Statement.From origin) {
                from = origin;
                continue;
            }
            Range range = range(statement, size);
            Item item = new Item(statement, from, range);
            items.add(item);
            if (range != null) {
                loops.add(item);
            }
        }
    }

    /**
     * The unit with its batch, the largest by its code; the unit itself, if there is none.
     *
     * @param inputs the params among others
     */
    public static Unit of(Unit unit, List<Tensor> inputs, Tensors tensors) {
        boolean isFixed = unit.fields().stream()
                .flatMap(place -> place.shape().stream())
                .flatMap(Batching::leaves)
                .noneMatch(Atom.Widest.class::isInstance);
        if (!isFixed || unit.body().stream().anyMatch(Statement.Call.class::isInstance)) {
            return unit;
        }
        Set<Atom> ofParams = new HashSet<>();
        inputs.stream()
                .filter(input -> input.role() == Tensor.Role.PARAM)
                .flatMap(input -> input.shape().stream())
                .flatMap(Batching::leaves)
                .forEach(ofParams::add);
        Map<Poly, Integer> sizes = new LinkedHashMap<>();
        Weight weight = new Weight(unit.body());
        for (Statement statement : unit.body()) {
            for (Range range : ranges(statement)) {
                if (leaves(range.to()).allMatch(a -> a instanceof Atom.Dim && !ofParams.contains(a))) {
                    sizes.merge(range.to(), weight.of(statement), Integer::sum);
                }
            }
        }
        return sizes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(found -> new Batching(found.getKey(), unit.body(), ofParams, tensors).applied(unit))
                .orElse(unit);
    }

    /** What a loop, or each of the loops that a product stands for, runs over if that can be divided. */
    private static List<Range> ranges(Statement statement) {
        Statement written = Blocks.written(statement);
        if (written != null) {
            return ranges(written);
        }
        boolean byStep = statement instanceof Statement.Loop loop && loop.step() != 1;
        return statement.ranges().stream()
                .filter(range -> !byStep
                        && range.order() == Range.Order.ANY
                        && range.from().isZero()
                        && !range.to().isConstant())
                .toList();
    }

    /** The first of them over the batch, or null. */
    private static @Nullable Range range(Statement statement, Poly size) {
        return ranges(statement).stream()
                .filter(range -> range.to().equals(size))
                .findFirst()
                .orElse(null);
    }

    /** What an integer is made of, within integer functions too. */
    private static Stream<Atom> leaves(Poly poly) {
        return poly.atoms().stream()
                .flatMap(atom -> atom instanceof Atom.Integral integral
                        ? integral.operands().stream().flatMap(Batching::leaves)
                        : Stream.of(atom));
    }

    private Unit applied(Unit unit) {
        Set<Item> head = classify(unit) ? head() : null;
        if (head == null) {
            return unit;
        }
        carry(head);
        List<Statement> body = new ArrayList<>();
        write(body, head, true);
        carried.forEach((local, place) ->
                body.add(new Statement.Store(element(place), Reduction.SET, new Code.Variable(local))));
        int size = body.size();
        write(body, head, false);
        List<Place> fields = new ArrayList<>(unit.fields());
        fields.addAll(carried.values());
        List<Place> added = new ArrayList<>();
        carried.forEach((local, place) -> {
            if (sums.contains(local)) {
                added.add(place);
            }
        });
        summed.stream().filter(unit.fields()::contains).forEach(added::add);
        return unit.with(new Batch(this.size, size, added, List.copyOf(pointwise), false), fields, body);
    }

    /** Tells what the loops change; false if their iterations depend on each other in another way. */
    private boolean classify(Unit unit) {
        Set<Object> changed = new LinkedHashSet<>();
        Set<Local> introduced = new HashSet<>();
        for (Item item : loops) {
            changed.addAll(item.uses.writes());
            changed.addAll(item.uses.adds());
            introduced.addAll(item.uses.introduced());
        }
        changed.removeAll(introduced);
        List<Place> places = unit.fields().stream().filter(changed::contains).toList();
        for (Object object : changed) {
            if (object instanceof Local local) {
                if (!isSum(local) || local.kind() != Op.Kind.REAL) {
                    return false;
                }
                sums.add(local);
            } else if (object instanceof Place place && !places.contains(place)) {
                if (place.storage() != Place.Storage.ARGUMENT || !isSum(place)) {
                    return false;
                }
                summed.add(place);
            }
        }
        for (Place place : places) {
            if (isPointwise(place)) {
                pointwise.add(place);
            } else if (isSum(place)) {
                summed.add(place);
            } else if (items.stream().filter(i -> i.uses.touches(place)).count() > 1) {
                return false;
            }
        }
        return true;
    }

    private boolean isSum(Object object) {
        return loops.stream()
                .noneMatch(
                        i -> i.uses.reads().contains(object) || i.uses.writes().contains(object));
    }

    private boolean isPointwise(Place place) {
        Set<Integer> axes = null;
        for (Item item : loops) {
            if (item.uses.touches(place)) {
                Set<Integer> here = new HashSet<>(item.uses.axes(place));
                if (axes != null) {
                    here.retainAll(axes);
                }
                axes = here;
            }
        }
        return axes != null && !axes.isEmpty();
    }

    private boolean isChanged(Object object) {
        return sums.contains(object) || summed.contains(object) || pointwise.contains(object);
    }

    /** The loops and what must stand before one of them; null if it cannot be computed for each range. */
    private @Nullable Set<Item> head() {
        Set<Item> head = new HashSet<>();
        ReadsWrites later = new ReadsWrites();
        for (int k = items.size() - 1; k >= 0; k--) {
            Item item = items.get(k);
            boolean needed = loops.contains(item) || isStart(item.statement) || item.uses.conflicts(later);
            if (needed) {
                boolean isDone = loops.contains(item) || isStart(item.statement) || isRepeatable(item);
                Item first = isDone ? item : divided(k, later);
                if (first == null) {
                    return null;
                }
                head.add(first);
                later.add(first.uses);
            }
        }
        return startsAreFirst(head) ? head : null;
    }

    /** What later statements need of a loop, which is divided in two; null if it can't be. */
    private @Nullable Item divided(int at, ReadsWrites later) {
        Item whole = items.get(at);
        Fission.Parts parts = Fission.of(whole.statement, later.reads());
        if (parts == null) {
            return null;
        }
        Item first = new Item(parts.first(), whole.from, null);
        Item second = new Item(parts.second(), whole.from, null);
        items.set(at, first);
        items.add(at + 1, second);
        return isRepeatable(first) && !second.uses.conflicts(later) ? first : null;
    }

    /** Whether it sets to zero what loops add to, or fills what each iteration has elements of. */
    private boolean isStart(Statement statement) {
        if (statement instanceof Statement.Declare declare) {
            return sums.contains(declare.local());
        }
        return statement instanceof Statement.Fill fill
                && (summed.contains(fill.place()) || pointwise.contains(fill.place()));
    }

    /** Whether sums begin at zero, and only the first axis of what is filled is that of the batch. */
    private boolean startsAreFirst(Set<Item> head) {
        Set<Object> started = new HashSet<>();
        for (Item item : head) {
            Statement statement = item.statement;
            if (statement instanceof Statement.Declare declare && sums.contains(declare.local())) {
                if (!declare.value().equals(new Code.Constant(0.0))) {
                    return false;
                }
                started.add(declare.local());
            } else if (statement instanceof Statement.Fill fill && summed.contains(fill.place())) {
                if (fill.value() != 0) {
                    return false;
                }
                started.add(fill.place());
            } else if (statement instanceof Statement.Fill fill
                    && pointwise.contains(fill.place())
                    && !loops.stream()
                            .filter(l -> l.uses.touches(fill.place()))
                            .allMatch(l -> l.uses.axes(fill.place()).contains(0))) {
                return false;
            }
        }
        return started.containsAll(sums) && started.containsAll(summed);
    }

    /**
     * Whether each range can do it anew: no walk over what is not as short as params, and no change of what is kept.
     */
    private boolean isRepeatable(Item item) {
        Stream<Object> touched = Stream.of(item.uses.reads(), item.uses.writes(), item.uses.adds())
                .flatMap(Set::stream);
        return touched.noneMatch(this::isChanged)
                && Stream.concat(item.uses.writes().stream(), item.uses.adds().stream())
                        .noneMatch(o -> o instanceof Place p && p.storage() == Place.Storage.ARGUMENT)
                && isShort(item.statement);
    }

    private boolean isShort(Statement statement) {
        List<Poly> lengths = new ArrayList<>();
        statement.ranges().forEach(range -> lengths.addAll(List.of(range.from(), range.to())));
        if (statement instanceof Statement.Axpy axpy) {
            lengths.add(axpy.count());
        } else if (statement instanceof Statement.Row row) {
            lengths.add(row.count());
        } else if (statement instanceof Statement.Kernel kernel) {
            lengths.add(kernel.count());
        } else if (statement instanceof Statement.Fill fill) {
            lengths.addAll(fill.place().shape());
        } else if (statement instanceof Statement.Call) {
            return false;
        }
        statement
                .expressions()
                .forEach(code -> Walk.code(code, c -> {
                    if (c instanceof Code.Dot dot) {
                        lengths.add(dot.count());
                    } else if (c instanceof Code.RowSum sum) {
                        lengths.add(sum.count());
                    }
                }));
        return lengths.stream().flatMap(Batching::leaves).allMatch(a -> a instanceof Atom.Index || ofParams.contains(a))
                && statement.bodies().stream().flatMap(List::stream).allMatch(this::isShort);
    }

    private void carry(Set<Item> head) {
        ReadsWrites behind = new ReadsWrites();
        items.stream().filter(item -> !head.contains(item)).forEach(item -> behind.add(item.uses));
        for (Item item : items) {
            Local local = head.contains(item) ? Walk.defined(item.statement) : null;
            if (local != null && local.kind() == Op.Kind.REAL && behind.touches(local)) {
                Tensor tensor = tensors.temporary(local.hint(), List.of(), null);
                carried.put(local, new Place(tensor, Place.Storage.FIELD, List.of()));
            }
        }
    }

    /** The statements of the head, or the others, each behind the remark where it comes from. */
    private void write(List<Statement> out, Set<Item> head, boolean first) {
        Statement.From from = null;
        for (Item item : items) {
            if (head.contains(item) == first) {
                if (item.from != null && !item.from.equals(from)) {
                    from = item.from;
                    out.add(from);
                }
                out.add(first ? divided(item) : behind(item.statement));
            }
        }
    }

    private Statement divided(Item item) {
        Statement statement = item.statement;
        if (statement instanceof Statement.If choice && loops.contains(item)) {
            Range part = Batch.range(new Atom.Index("row", LOOP, 0));
            return Blocks.divided(choice, part, Batch.bounds(size), this::divided);
        }
        if (statement instanceof Statement.Fill fill && pointwise.contains(fill.place())) {
            return new Statement.Fill(fill.place(), fill.value(), Batch.range(new Atom.Index("row", LOOP, 0)));
        } else if (!loops.contains(item)) {
            return statement;
        }
        return divided(statement);
    }

    /** The loop over a range of the batch. */
    private Statement divided(Statement statement) {
        Range range = range(statement, size);
        return range == null ? statement : statement.over(Batch.range(range.index()));
    }

    /** A statement in terms of the fields that hold what all ranges have added. */
    private Statement behind(Statement statement) {
        if (statement instanceof Statement.Update update && carried.containsKey(update.local())) {
            return new Statement.Store(element(carried.get(update.local())), update.reduction(), code(update.value()));
        }
        return statement.map(local -> local, this::code, this::block);
    }

    private List<Statement> block(List<Statement> statements) {
        List<Statement> images = statements.stream().map(this::behind).toList();
        return images.equals(statements) ? statements : images;
    }

    private Code code(Code code) {
        Place place = code instanceof Code.Variable variable ? carried.get(variable.local()) : null;
        return place != null ? element(place) : code.map(this::code);
    }

    private static Code.Element element(Place place) {
        return new Code.Element(place, List.of());
    }
}
