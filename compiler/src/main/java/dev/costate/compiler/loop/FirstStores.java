package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Interval;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores what is added first to the elements of an array in the place of zeros:
 *
 * <pre>   for t: a[t] := 0                                a[T] := 0
 *   for t downward: a[t] += 2 * a[t + 1] + x[t]     for t downward: a[t] := 2 * a[t + 1] + x[t] </pre>
 *
 * <p>That is so where the next loop that has to do with the array adds to an element in each iteration, or to all that
 * have its index, before the iterations that follow see it, and reads no others but those of iterations before. What
 * stands at the ends of the array, where the loop does not add, is zero still, or what is added to it before the loop.
 */
public final class FirstStores {
    /** So many elements at the ends are worth statements of their own. */
    private static final int FEW = 2;

    private final Place place;
    private final Statement.Loop loop;
    /** The statements of the loop that have to do with the place. */
    private final List<Statement> touching;
    /** The statement of the loop that adds first. */
    private Statement.@Nullable Store first;
    /** The element that it adds to. */
    private List<Poly> subscripts = List.of();
    /** The loops around it, within the loop. */
    private final List<Range> within = new ArrayList<>();
    /** The axis that the loop walks, and how far ahead of its index. */
    private int axis;

    private Poly ahead = Poly.ZERO;
    /** Whether the element of the iteration is stored by now. */
    private boolean behind;

    private boolean fails;

    /** What is added to single elements before the loop. */
    private final List<Statement.Store> before;

    private FirstStores(Place place, Statement.Loop loop, List<Statement> touching, List<Statement.Store> before) {
        this.place = place;
        this.loop = loop;
        this.touching = touching;
        this.before = before;
    }

    /** The statements of a unit with such stores. */
    public static List<Statement> of(List<Statement> body) {
        List<Statement> block = new ArrayList<>();
        body.forEach(statement -> block.add(statement.map(local -> local, code -> code, FirstStores::of)));
        IdentityHashMap<Statement, Map<Place, List<Statement>>> touched = new IdentityHashMap<>();
        Set<Statement> firsts = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Statement> result = new ArrayList<>();
        for (int k = 0; k < block.size(); k++) {
            FirstStores stores = block.get(k) instanceof Statement.Fill fill && isOfZeros(fill)
                    ? of(fill.place(), block, k, touched)
                    : null;
            List<Statement> ends = stores != null && stores.find() ? stores.ends() : null;
            if (stores == null || ends == null) {
                result.add(block.get(k));
            } else {
                firsts.add(stores.first);
                firsts.addAll(stores.firstBefore());
                result.addAll(ends);
            }
        }
        return firsts.isEmpty() ? block : storing(result, firsts);
    }

    /** What the next loop does that has to do with a place, null if something else has. */
    private static @Nullable FirstStores of(
            Place place,
            List<Statement> block,
            int fill,
            IdentityHashMap<Statement, Map<Place, List<Statement>>> touched) {
        List<Statement.Store> before = new ArrayList<>();
        for (Statement next : block.subList(fill + 1, block.size())) {
            List<Statement> touching =
                    touched.computeIfAbsent(next, FirstStores::touched).get(place);
            if (next instanceof Statement.Store store
                    && isAdding(store, place)
                    && !new ReadsWrites(store, null).reads().contains(place)) {
                before.add(store);
            } else if (touching != null) {
                return next instanceof Statement.Loop loop ? new FirstStores(place, loop, touching, before) : null;
            } else if (next instanceof Statement.Call) {
                return null;
            }
        }
        return null;
    }

    /** By place, the statements of a loop that have to do with it; of anything else, itself. */
    private static Map<Place, List<Statement>> touched(Statement statement) {
        Map<Place, List<Statement>> touched = new HashMap<>();
        List<Statement> each = statement instanceof Statement.Loop loop ? loop.body() : List.of(statement);
        for (Statement inner : each) {
            new ReadsWrites(inner, null)
                    .places()
                    .forEach(place -> touched.computeIfAbsent(place, p -> new ArrayList<>())
                            .add(inner));
        }
        return touched;
    }

    private static boolean isOfZeros(Statement.Fill fill) {
        Place place = fill.place();
        return fill.value() == 0
                && fill.rows() == null
                && place.storage() == Place.Storage.FIELD
                && !place.shape().isEmpty()
                && place.tensor().half() == null
                && !place.tensor().isTable();
    }

    private static boolean isOf(Code code, Place place) {
        return code instanceof Code.Element element && element.place().equals(place);
    }

    /** Whether the loop adds to each element before others have to do with it. */
    private boolean find() {
        if (loop.step() != 1 || Blocks.batch(loop) != null) {
            return false;
        }
        for (Statement statement : touching) {
            List<Range> around = new ArrayList<>();
            Statement.Store store = adding(statement, around);
            if (store != null && walks(store.target(), around)) {
                first = store;
                subscripts = store.target().subscripts();
                within.addAll(around);
                break;
            }
        }
        for (Statement statement : touching) {
            check(statement);
            behind |= contains(statement);
        }
        return first != null && !fails;
    }

    /** The only statement, if it adds to the place, also within loops over nothing else. */
    private Statement.@Nullable Store adding(Statement statement, List<Range> around) {
        Statement only = statement;
        while (only instanceof Statement.Loop inner
                && inner.step() == 1
                && inner.range().order() == Range.Order.ANY
                && Blocks.batch(inner) == null) {
            around.add(inner.range());
            List<Statement> stores = inner.body().stream()
                    .filter(s -> s instanceof Statement.Loop
                            || (s instanceof Statement.Store store && isAdding(store, place)))
                    .toList();
            if (stores.size() != 1) {
                return null;
            }
            only = stores.get(0);
        }
        return only instanceof Statement.Store store && isAdding(store, place) ? store : null;
    }

    private static boolean isAdding(Statement.Store store, Place place) {
        return store.reduction() == Reduction.SUM && store.target().place().equals(place);
    }

    /** The first statement that adds to each of the single elements. */
    private List<Statement> firstBefore() {
        Map<Code.Element, Statement> firsts = new LinkedHashMap<>();
        before.forEach(store -> firsts.putIfAbsent(store.target(), store));
        return List.copyOf(firsts.values());
    }

    /** Whether the loops walk each axis of the place, this loop one from some element on, the others all of one. */
    private boolean walks(Code.Element target, List<Range> around) {
        Atom.Index index = loop.range().index();
        Set<Range> left = new HashSet<>(around);
        int own = 0;
        for (int k = 0; k < target.subscripts().size(); k++) {
            Poly subscript = target.subscripts().get(k);
            Poly size = place.shape().get(k);
            if (subscript.indices().contains(index)) {
                axis = k;
                ahead = subscript.minus(Poly.of(index));
                own++;
            } else if (!left.removeIf(
                    r -> Poly.of(r.index()).equals(subscript) && r.from().isZero() && r.to().equals(size))) {
                return false;
            }
        }
        return own == 1 && left.isEmpty() && ahead.isConstant();
    }

    /** Whether the statement is the one that adds first, or around it. */
    private boolean contains(Statement statement) {
        return statement == first
                || statement.bodies().stream().flatMap(List::stream).anyMatch(this::contains);
    }

    /** Notes whether a statement has to do with elements that no iteration before has stored. */
    private void check(Statement statement) {
        boolean slices = statement.accept(new ReadsWrites());
        List<Code> codes = statement == first ? statement.expressions() : Walk.codesOf(statement);
        codes.forEach(code -> check(code, slices));
        fails |= statement instanceof Statement.Call
                || (statement instanceof Statement.Fill fill && fill.place().equals(place));
        statement.bodies().forEach(body -> body.forEach(this::check));
    }

    private void check(Code code, boolean slices) {
        boolean along = slices || code.readsSlices();
        if (isOf(code, place)) {
            Poly distance = ((Code.Element) code)
                    .subscripts()
                    .get(axis)
                    .minus(Poly.of(loop.range().index()).plus(ahead));
            long by = distance.constant().orElse(0);
            boolean known = distance.isConstant()
                    && switch (loop.range().order()) {
                        case ANY -> by == 0 && behind;
                        case UPWARD -> by < 0 || (by == 0 && behind);
                        case DOWNWARD -> by > 0 || (by == 0 && behind);
                    };
            boolean whole = along && axis == place.shape().size() - 1;
            fails |= !known || whole;
        }
        code.operands().forEach(operand -> check(operand, along));
    }

    /** What makes the elements zero that the loop does not add to; null if they are many. */
    private @Nullable List<Statement> ends() {
        Poly from = loop.range().from().plus(ahead);
        Poly to = loop.range().to().plus(ahead);
        Poly size = place.shape().get(axis);
        long below = from.constant().orElse(-1);
        long above = size.minus(to).constant().orElse(-1);
        boolean few = below >= 0 && above >= 0 && below + above <= FEW;
        if (!few || Interval.of(to.minus(from), dim -> null).least().signum() < 0) {
            return null;
        }
        List<Statement> ends = new ArrayList<>();
        if (axis == 0 && !within.isEmpty()) {
            if (!before.isEmpty()) {
                return null;
            }
            ends.add(rows(Poly.ZERO, from));
            ends.add(rows(to, size));
            ends.removeIf(fill -> fill.ranges().get(0).extent().isZero());
            return ends;
        }
        for (long k = 0; k < below + above; k++) {
            ends.add(zero(k < below ? Poly.of(k) : to.plus(k - below)));
        }
        for (Statement store : firstBefore()) {
            if (!ends.removeIf(end -> store.target() != null && store.target().equals(end.target()))) {
                return null;
            }
        }
        return ends;
    }

    private Statement rows(Poly from, Poly to) {
        return new Statement.Fill(place, 0, new Range(new Atom.Index("row", Atom.Index.Kind.COPIED, 0), from, to));
    }

    private Statement zero(Poly at) {
        List<Poly> element = new ArrayList<>(subscripts);
        element.set(axis, at);
        Statement zero = new Statement.Store(new Code.Element(place, element), Reduction.SET, new Code.Constant(0));
        for (int k = within.size() - 1; k >= 0; k--) {
            zero = new Statement.Loop(within.get(k), List.of(zero));
        }
        return zero;
    }

    private static List<Statement> storing(List<Statement> body, Set<Statement> firsts) {
        return body.stream()
                .map(statement -> statement instanceof Statement.Store store && firsts.contains(store)
                        ? new Statement.Store(store.target(), Reduction.SET, store.value())
                        : statement.map(local -> local, code -> code, inner -> storing(inner, firsts)))
                .toList();
    }
}
