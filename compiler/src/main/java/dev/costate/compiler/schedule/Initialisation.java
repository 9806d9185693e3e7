package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.schedule.Allocation.Slot;
import dev.costate.compiler.schedule.Nest.Block;
import dev.costate.compiler.schedule.Nest.Item;
import dev.costate.compiler.schedule.Nest.Leaf;
import dev.costate.compiler.schedule.Nest.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a slot holds before equations add to it, or take the largest of it and a value. Where one equation does all of
 * that, each element is accumulated in a variable and stored once. Where the first equation contributes to each element
 * once, it stores its value, so that a sum of one term is that term, a negative zero too. Otherwise all elements are
 * the identity first.
 */
final class Initialisation {
    /** An element of a slot that a variable holds while an item of a block contributes to it. */
    record Accumulator(Slot slot, Local local, Leaf leaf) {}

    private final Map<Item, List<Slot>> identities = new HashMap<>();
    private final Map<Item, List<Accumulator>> accumulators = new HashMap<>();
    private final Map<Leaf, Accumulator> accumulating = new HashMap<>();
    private final Set<Leaf> first = new HashSet<>();

    /** The slots whose elements are to be the identity of their reduction before an item runs. */
    List<Slot> identitiesBefore(Item item) {
        return identities.getOrDefault(item, List.of());
    }

    /** The variables that are to be declared before an item runs and stored behind it. */
    List<Accumulator> accumulatorsAround(Item item) {
        return accumulators.getOrDefault(item, List.of());
    }

    /** The variable in which an equation accumulates what it contributes to an element, or null. */
    @Nullable
    Accumulator accumulator(Leaf leaf) {
        return accumulating.get(leaf);
    }

    /** Whether the equation sets its target, as nothing has contributed to it before. */
    boolean isFirst(Leaf leaf) {
        return first.contains(leaf);
    }

    /**
     * Decides for one slot. Returns the variable for its elements, or null if they need none.
     *
     * @param writers the equations that write it
     * @param accesses those that do and those that read it
     */
    @Nullable
    Local decide(Slot slot, List<Leaf> writers, List<Allocation.Access> accesses) {
        boolean onlySet = writers.stream()
                .allMatch(w -> w.equation.reduction() == Reduction.SET
                        && (w.equation.guard() == null || slot.local() == null));
        if (onlySet) {
            return null;
        }
        Leaf leaf = writers.stream().min((a, b) -> compare(a, b, slot.block())).orElseThrow();
        List<Loop> loops = loops(leaf, slot.block());
        List<Loop> own = loopsOfElements(slot, leaf.equation.subscripts(), loops);
        boolean number = !slot.tensor().isTable()
                && leaf.equation.reduction() != Reduction.UNION
                && leaf.equation.domain().stream().noneMatch(Range::isRow);
        if (number && own != null && own.size() == loops.size() && setsFirst(leaf, loops, accesses)) {
            first.add(leaf);
            return null;
        } else if (number && setsEach(slot, writers)) {
            return null;
        }
        Block inner = own == null || own.isEmpty() ? slot.block() : own.get(own.size() - 1).body;
        boolean single = number && own != null && slot.local() == null && writers.size() == 1;
        if (single && isOnlyAccess(leaf, inner, accesses)) {
            return accumulate(slot, leaf, inner);
        }
        Item item = Objects.requireNonNull(leaf.within(slot.block()));
        identities.computeIfAbsent(item, i -> new ArrayList<>()).add(slot);
        return null;
    }

    /** Whether the subscripts are numbers, and the first equation for each element stands outside of loops. */
    private boolean setsEach(Slot slot, List<Leaf> writers) {
        Map<List<Poly>, Leaf> firsts = new LinkedHashMap<>();
        for (Leaf writer : writers) {
            List<Poly> element =
                    slot.axes().stream().map(writer.equation.subscripts()::get).toList();
            if (!element.stream().allMatch(Poly::isConstant)
                    || writer.equation.reduction() == Reduction.UNION
                    || writer.equation.domain().stream().anyMatch(Range::isRow)) {
                return false;
            }
            firsts.merge(element, writer, (a, b) -> compare(a, b, slot.block()) <= 0 ? a : b);
        }
        Poly size = slot.axes().stream().map(slot.tensor().shape()::get).reduce(Poly.ONE, Poly::times);
        boolean all = size.equals(Poly.of(firsts.size()))
                && firsts.values().stream().allMatch(leaf -> leaf.equation.guard() == null)
                && writers.stream().allMatch(leaf -> leaf.block == slot.block());
        if (all) {
            first.addAll(firsts.values());
        }
        return all;
    }

    /**
     * Whether nothing else has to do with the tensor in the item of the block that the equation is in. What reads an
     * element before the last contributions, which then are none, would miss what a variable holds.
     */
    private static boolean isOnlyAccess(Leaf leaf, Block block, List<Allocation.Access> accesses) {
        Item item = leaf.within(block);
        return accesses.stream()
                        .filter(access -> access.leaf().within(block) == item)
                        .count()
                == 1;
    }

    private Local accumulate(Slot slot, Leaf leaf, Block block) {
        Item item = Objects.requireNonNull(leaf.within(block));
        Accumulator accumulator = new Accumulator(slot, slot.variable(leaf.equation.subscripts()), leaf);
        accumulators.computeIfAbsent(item, i -> new ArrayList<>()).add(accumulator);
        accumulating.put(leaf, accumulator);
        return accumulator.local();
    }

    /** Which of two equations within a block runs first. */
    private static int compare(Leaf a, Leaf b, Block block) {
        Block common = block;
        Item of = Objects.requireNonNull(a.within(common));
        Item other = Objects.requireNonNull(b.within(common));
        while (of == other && of instanceof Loop loop) {
            common = loop.body;
            of = Objects.requireNonNull(a.within(common));
            other = Objects.requireNonNull(b.within(common));
        }
        return Nest.RUN_ORDER.compare(of, other);
    }

    /** The loops around an equation, from the outermost within the block. */
    private static List<Loop> loops(Leaf leaf, Block block) {
        List<Loop> loops = new ArrayList<>();
        for (Block inner = leaf.block; inner != block; inner = inner.enclosing().block) {
            loops.add(0, inner.enclosing());
        }
        return loops;
    }

    /**
     * The outermost of the loops, if these address each element of the slot in just one of their iterations; else
     * null.
     */
    private static @Nullable List<Loop> loopsOfElements(Slot slot, List<Poly> subscripts, List<Loop> loops) {
        Set<Loop> found = new HashSet<>();
        for (int axis : slot.axes()) {
            Poly subscript = subscripts.get(axis);
            Poly size = slot.tensor().shape().get(axis);
            Loop loop = loops.stream()
                    .filter(l -> walks(l, subscript, size))
                    .findFirst()
                    .orElse(null);
            boolean only = subscript.isZero() && size.equals(Poly.ONE);
            if (!only && (loop == null || !found.add(loop))) {
                return null;
            }
        }
        List<Loop> outermost = loops.subList(0, found.size());
        return found.containsAll(outermost) ? outermost : null;
    }

    /** Whether the subscript is each number below the size in one iteration of the loop. */
    private static boolean walks(Loop loop, Poly subscript, Poly size) {
        Poly index = Poly.of(loop.range.index());
        Poly shift = subscript.minus(index);
        return loop.conditions.isEmpty()
                && shift.plus(loop.range.from()).isZero()
                && shift.plus(loop.range.to()).equals(size);
    }

    /** Whether the equation, which contributes to each element once, does so before all that has to do with it. */
    private static boolean setsFirst(Leaf leaf, List<Loop> loops, List<Allocation.Access> accesses) {
        return leaf.equation.guard() == null
                && accesses.stream().allMatch(access -> access.leaf() == leaf || isLater(access, leaf, loops));
    }

    /**
     * Whether an access has to do with the same element in the iterations that it shares with the equation. What adds
     * to it in other loops may be computed before as well as behind, as batches ask for.
     */
    private static boolean isLater(Allocation.Access access, Leaf first, List<Loop> loops) {
        if (access.leaf().equation.target() == first.equation.target() && access.leaf().block != first.block) {
            return false;
        }
        for (Loop loop : loops) {
            if (access.leaf().within(loop.body) == null) {
                return true;
            }
            List<Poly> own = first.equation.subscripts();
            for (int axis = 0; axis < own.size(); axis++) {
                if (loop.isOfIteration(own.get(axis))
                        && !access.subscripts().get(axis).equals(own.get(axis))) {
                    return false;
                }
            }
        }
        return true;
    }
}
