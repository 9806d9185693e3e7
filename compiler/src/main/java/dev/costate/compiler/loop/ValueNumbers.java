package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.ZeroProducts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the last bits of values depend on: by which operations a unit computes them, and in which order it sums. Each
 * way to compute something has a number (value numbering); that of a variable or of an array is made of those of all
 * that was assigned to it, and of the loops that reduce to it, outermost first. Where something is kept, which loops it
 * shares with other work, and whether a map goes in blocks changes nothing.
 *
 * <p>Units whose outputs have equal numbers compute the same values; the opposite need not hold. One walk over the
 * statements, so time is linear. Long, since it tells of each kind of statement and expression what it computes.
 */
public final class ValueNumbers implements Statement.Visitor<ValueNumbers> {
    /**
     * A loop that statements stand in.
     *
     * @param serial tells those apart that are alike
     * @param number that of its range
     */
    private record Around(int serial, Atom.Index index, int number) {}

    /**
     * What a variable or array holds.
     *
     * @param number how it is computed
     * @param at the elements that were assigned to last, null if all are alike
     * @param made what stood around where it was assigned to first
     * @param last what reduced to it last
     */
    private record Content(int number, @Nullable List<Poly> at, List<Around> made, List<Around> last) {}

    private record Choice(int condition, int ifTrue, int ifFalse) {}

    /**
     * A copy of elements that nothing assigns to.
     *
     * @param indices those of the elements of the copy
     */
    private record Copy(Code.Element source, List<Atom.Index> indices) {}

    /** The numbers of all ways to compute something, those of other units too. */
    private final Map<Object, Integer> numbers;

    private final Map<Object, Content> contents = new HashMap<>();
    /** What was held before by what a branch assigns to. */
    private Map<Object, @Nullable Content> before = new LinkedHashMap<>();

    private final Map<Object, Copy> copies = new HashMap<>();
    private final List<Around> around = new ArrayList<>();
    /** What the indices of the loops around are known as: by their ranges. */
    private final Map<Atom, Poly> indices = new HashMap<>();
    /** The indices that those with one value are made of. */
    private final Map<Atom.Index, Set<Atom.Index>> parts = new HashMap<>();

    /** The number of the range that the blocks at hand take. */
    private int lanes;

    private int serial;

    private ValueNumbers(Map<Object, Integer> numbers) {
        this.numbers = numbers;
    }

    /** Whether those of the units that compute an output compute the same value, to the last bit. */
    public static boolean isSame(List<Unit> units) {
        Map<Object, Integer> numbers = new HashMap<>();
        Map<Tensor, Integer> outputs = new HashMap<>();
        boolean same = true;
        for (Unit unit : units) {
            ValueNumbers walk = new ValueNumbers(numbers);
            walk.block(unit.body());
            for (Map.Entry<Tensor, Place> output : unit.outputs().entrySet()) {
                int number = walk.held(output.getValue()).number();
                Integer before = outputs.putIfAbsent(output.getKey(), number);
                same &= before == null || before == number;
            }
        }
        return same;
    }

    private int number(Object... parts) {
        return numberOf(List.of(parts));
    }

    private int numberOf(Object what) {
        Integer known = numbers.putIfAbsent(what, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }

    private ValueNumbers block(List<Statement> body) {
        Jam.apart(body).forEach(statement -> statement.accept(this));
        return this;
    }

    // ---- Expressions ----

    private Poly known(Poly integer) {
        return integer.substitute(indices::get);
    }

    private List<Poly> known(List<Poly> integers) {
        return integers.stream().map(this::known).toList();
    }

    private Content held(Object object) {
        Content content = contents.get(object);
        Object given = object instanceof Place place ? place.tensor() : object;
        return content == null ? new Content(numberOf(given), null, List.of(), List.of()) : content;
    }

    private int value(Code code) {
        if (code instanceof Code.Variable variable) {
            return held(variable.local()).number();
        } else if (code instanceof Code.Element element) {
            return element(element);
        } else if (code instanceof Code.Choice choice) {
            int condition = value(choice.condition());
            return numberOf(new Choice(condition, value(choice.ifTrue()), value(choice.ifFalse())));
        }
        List<Object> made = new ArrayList<>();
        if (code instanceof Code.Apply apply) {
            made.add(apply.op());
        } else if (code instanceof Code.Constant constant) {
            made.add(constant.value());
        } else if (code instanceof Code.Whole integer) {
            made.add(known(integer.value()));
        } else if (code instanceof Code.Dot dot) {
            made.add(known(dot.count()));
        } else if (code instanceof Code.RowSum sum) {
            made.add(known(sum.count()));
        }
        List<Integer> operands = new ArrayList<>();
        code.operands().forEach(operand -> operands.add(value(operand)));
        if (code instanceof Code.Dot
                || (code instanceof Code.Apply apply && apply.op().commutative())) {
            Collections.sort(operands);
        }
        made.addAll(operands);
        return numberOf(made);
    }

    private int element(Code.Element element) {
        Copy copy = copies.get(element.place());
        if (copy != null) {
            return element(copy.source().substitute(atom -> {
                int axis = copy.indices().indexOf(atom);
                return axis < 0 ? null : element.subscripts().get(axis);
            }));
        }
        List<Poly> at = known(element.subscripts());
        Content content = contents.get(element.place());
        if (content == null) {
            // What is read before it is written comes from another iteration; which axes are stored makes no
            // difference.
            boolean written = element.place().storage() == Place.Storage.FIELD;
            return number(element.place().tensor(), written ? List.of() : at);
        }
        List<Poly> moved = content.at() == null ? List.of() : moved(content.at(), at);
        return moved.isEmpty() ? content.number() : number(content.number(), moved);
    }

    /** Where elements are others than those that were assigned to last: axes that are not stored make no difference. */
    private static List<Poly> moved(@Nullable List<Poly> last, List<Poly> at) {
        List<Poly> before = last == null ? at : last;
        List<Poly> moved = new ArrayList<>();
        for (int axis = 0; axis < at.size(); axis++) {
            if (last == null || !at.get(axis).equals(before.get(axis))) {
                moved.add(before.get(axis));
                moved.add(at.get(axis));
            }
        }
        return moved;
    }

    // ---- Assignments ----

    /** The whole of something is assigned to. */
    private ValueNumbers whole(Object target, int value) {
        return put(target, new Content(value, null, List.copyOf(around), List.of()));
    }

    private ValueNumbers put(Object target, @Nullable Content content) {
        Content old = content == null ? contents.remove(target) : contents.put(target, content);
        if (!before.containsKey(target)) {
            before.put(target, old);
        }
        return this;
    }

    private ValueNumbers assign(Object target, List<Poly> subscripts, Reduction reduction, int value) {
        List<Poly> at = known(subscripts);
        copies.remove(target);
        Content old = contents.get(target);
        if (old == null && reduction == Reduction.SET) {
            return put(target, new Content(value, at, List.copyOf(around), List.of()));
        } else if (old == null) {
            old = held(target);
        }
        List<Poly> moved = moved(old.at(), at);
        if (reduction == Reduction.SET) {
            int number = moved.isEmpty() ? value : number(old.number(), moved, value);
            return put(target, new Content(number, at, old.made(), List.of()));
        }
        List<Around> reducing = reducing(old, subscripts);
        int number = number(reduction, old.number(), moved, ways(old, reducing), value);
        return put(target, new Content(number, at, old.made(), reducing));
    }

    /** What stands around here, but not around where it was made, and is another element in each iteration. */
    private List<Around> reducing(Content content, List<Poly> subscripts) {
        Set<Atom.Index> apart = new HashSet<>();
        for (Poly subscript : subscripts) {
            for (Atom.Index index : subscript.indices()) {
                apart.add(index);
                apart.addAll(parts.getOrDefault(index, Set.of()));
            }
        }
        return around.subList(shared(around, content.made()), around.size()).stream()
                .filter(each -> !apart.contains(each.index()))
                .toList();
    }

    private static int shared(List<Around> some, List<Around> others) {
        int shared = 0;
        while (shared < Math.min(some.size(), others.size())
                && some.get(shared).serial() == others.get(shared).serial()) {
            shared++;
        }
        return shared;
    }

    /** How a reduction goes: over which ranges, and which of them it shares with the last one. */
    private List<Object> ways(Content old, List<Around> reducing) {
        List<Object> ways = new ArrayList<>(List.of(shared(reducing, old.last())));
        for (int k = 0; k < reducing.size(); k++) {
            Around each = reducing.get(k);
            boolean blocks = Blocks.isNumber(each.index());
            boolean inOrder =
                    blocks && k + 1 < reducing.size() && reducing.get(k + 1).number() == each.number();
            if (inOrder) {
                k++; // block by block and one after the other within: that is one after the other
            }
            ways.add(each.number());
            ways.add(blocks && !inOrder);
        }
        return ways;
    }

    /** What the index of a loop is known as. */
    private static Poly index(int range) {
        return Poly.of(new Atom.Index("i", Atom.Index.Kind.LOOP, range));
    }

    // ---- Statements ----

    @Override
    public ValueNumbers visit(Statement.From from) {
        return this;
    }

    @Override
    public ValueNumbers visit(Statement.Define define) {
        return whole(define.local(), value(define.value()));
    }

    @Override
    public ValueNumbers visit(Statement.Declare declare) {
        return whole(declare.local(), value(declare.value()));
    }

    @Override
    public ValueNumbers visit(Statement.Update update) {
        return assign(update.local(), List.of(), update.reduction(), value(update.value()));
    }

    @Override
    public ValueNumbers visit(Statement.Store store) {
        Code.Element target = store.target();
        Copy copy = copy(store);
        if (copy != null) {
            copies.put(target.place(), copy);
            return this;
        }
        return assign(target.place(), target.subscripts(), store.reduction(), value(store.value()));
    }

    /** The copy that a statement makes of elements that nothing has assigned to; null if it does something else. */
    private @Nullable Copy copy(Statement.Store store) {
        List<Atom.Index> copied = new ArrayList<>();
        for (Poly subscript : store.target().subscripts()) {
            Atom.Index index = subscript.asIndex();
            if (index == null || copied.contains(index)) {
                return null;
            }
            copied.add(index);
        }
        return store.reduction() == Reduction.SET
                        && store.target().place().storage() == Place.Storage.FIELD
                        && store.value() instanceof Code.Element source
                        && !contents.containsKey(source.place())
                        && !contents.containsKey(store.target().place())
                ? new Copy(source, copied)
                : null;
    }

    @Override
    public ValueNumbers visit(Statement.Fill fill) {
        return whole(fill.place(), value(new Code.Constant(fill.value())));
    }

    @Override
    public ValueNumbers visit(Statement.Loop loop) {
        Range batch = Blocks.batch(loop);
        Range range = batch == null ? loop.range() : batch;
        int number = Blocks.isLanes(range)
                ? lanes
                : number(known(range.from()), known(range.to()), range.order(), loop.step());
        if (batch != null) {
            lanes = number;
        }
        indices.put(range.index(), index(number));
        around.add(new Around(serial++, range.index(), number));
        block(loop.body());
        around.remove(around.size() - 1);
        return this;
    }

    @Override
    public ValueNumbers visit(Statement.Let let) {
        Set<Atom.Index> made = new HashSet<>(let.value().indices());
        let.value().indices().forEach(index -> made.addAll(parts.getOrDefault(index, Set.of())));
        parts.put(let.index(), made);
        if (!Blocks.isOfBlock(let.index())) {
            indices.put(let.index(), known(let.value()));
        } else if (Blocks.FIRST.equals(let.index())) {
            indices.put(let.index(), Poly.ZERO);
        }
        return block(let.body());
    }

    @Override
    public ValueNumbers visit(Statement.SumLoop sum) {
        return visit(new Statement.Loop(
                sum.range(), List.of(new Statement.Update(sum.local(), Reduction.SUM, sum.value()))));
    }

    @Override
    public ValueNumbers visit(Statement.If choice) {
        int condition = value(choice.condition());
        Map<Object, @Nullable Content> outside = before;
        Map<Object, @Nullable Content> then = branch(choice.then());
        Map<Object, @Nullable Content> otherwise = branch(choice.otherwise());
        before = outside;
        Set<Object> targets = new LinkedHashSet<>(then.keySet());
        targets.addAll(otherwise.keySet());
        for (Object target : targets) {
            Content one = then.containsKey(target) ? then.get(target) : contents.get(target);
            Content other = otherwise.containsKey(target) ? otherwise.get(target) : contents.get(target);
            if (one == null || other == null) {
                put(target, one == null ? other : one);
            } else if (one.number() == other.number()) {
                put(target, one);
            } else {
                int number = numberOf(new Choice(condition, one.number(), other.number()));
                put(target, new Content(number, one.at(), one.made(), List.of()));
            }
        }
        return this;
    }

    /** What the variables and arrays hold behind a branch that it assigns to; they hold what they did before. */
    private Map<Object, @Nullable Content> branch(List<Statement> body) {
        before = new LinkedHashMap<>();
        block(body);
        Map<Object, @Nullable Content> behind = new LinkedHashMap<>();
        before.forEach((target, content) -> {
            behind.put(target, contents.get(target));
            if (content == null) {
                contents.remove(target);
            } else {
                contents.put(target, content);
            }
        });
        return behind;
    }

    @Override
    public ValueNumbers visit(Statement.Row row) {
        return along(
                row.target(),
                row.reduction(),
                row.count(),
                number(ZeroProducts.ZERO_MUL, value(row.factor()), value(row.source())));
    }

    @Override
    public ValueNumbers visit(Statement.Axpy axpy) {
        return along(
                axpy.target(),
                Reduction.SUM,
                axpy.count(),
                number(Arithmetic.MUL, value(axpy.factor()), value(axpy.source())));
    }

    /** The elements from one on along the last axis are assigned to. */
    private ValueNumbers along(Code.Element target, Reduction reduction, Poly count, int value) {
        return assign(target.place(), target.subscripts(), reduction, number(known(count), value));
    }

    @Override
    public ValueNumbers visit(Statement.Product product) {
        return visit(product.loops());
    }

    @Override
    public ValueNumbers visit(Statement.Pack pack) {
        return visit(pack.loops());
    }

    @Override
    public ValueNumbers visit(Statement.Call call) {
        return block(call.method().body());
    }

    @Override
    public ValueNumbers visit(Statement.Kernel kernel) {
        List<Place> rows = kernel.rows();
        List<Object> made = new ArrayList<>(List.of(kernel.name()));
        Atom.Index lane = BatchIndex.LANE.index();
        indices.put(lane, index(lanes));
        rows.subList(0, rows.size() - 1)
                .forEach(row -> made.add(element(new Code.Element(row, List.of(Poly.of(lane))))));
        return put(
                rows.get(rows.size() - 1),
                new Content(numberOf(made), List.of(index(lanes)), List.copyOf(around), List.of()));
    }
}
