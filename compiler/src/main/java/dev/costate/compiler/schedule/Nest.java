package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.DenseProduct;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Loops around equations. A block runs its items by level; within a level first the equations, in program order, then
 * the loops. An item of a level needs nothing of a later level, so an equation can be put in early and loops over one
 * range met by any equation that may share them.
 */
final class Nest {
    /** The order in which the items of a block run. */
    static final Comparator<Item> RUN_ORDER = Comparator.comparingInt((Item item) -> item.level)
            .thenComparing(item -> item instanceof Loop)
            .thenComparingInt(item -> item.number);

    private Nest() {}

    /** An equation or a loop of a block. */
    abstract static sealed class Item permits Leaf, Loop {
        final Block block;
        final int level;
        final int number;

        Item(Block block, int level, int number) {
            this.block = block;
            this.level = level;
            this.number = number;
        }
    }

    /** An equation whose indices are those of the loops around it. */
    static final class Leaf extends Item {
        final Equation equation;
        /** What it is a product of, if a kernel computes it. */
        final @Nullable DenseProduct product;

        Leaf(Block block, int level, int number, Equation equation, @Nullable DenseProduct product) {
            super(block, level, number);
            this.equation = equation;
            this.product = product;
        }

        /** Lets all blocks that it is in know that it writes its target. */
        void noteWritten() {
            for (Item item = this; item != null; item = item.block.loop) {
                item.block
                        .writes
                        .computeIfAbsent(equation.target(), t -> new Written())
                        .add(item);
            }
        }

        /** The item of {@code ancestor} that this equation is or is in; null if it is not in that block. */
        @Nullable
        Item within(Block ancestor) {
            Item item = this;
            while (item.block.depth > ancestor.depth) {
                item = item.block.enclosing();
            }
            return item.block == ancestor ? item : null;
        }
    }

    static final class Loop extends Item {
        final Range range;
        /** What must hold for the bounds to have values; whatever is in the loop needs it anyway. */
        final Set<Expr> conditions;

        final Block body;

        Loop(Block block, int level, int number, Range range, Set<Expr> conditions) {
            super(block, level, number);
            this.range = range;
            this.conditions = conditions;
            this.body = new Block(this, block.depth + 1);
        }

        /** The first of the subscripts that is another one in each iteration, or -1. */
        int axisOfIteration(List<Poly> subscripts) {
            for (int axis = 0; axis < subscripts.size(); axis++) {
                if (isOfIteration(subscripts.get(axis))) {
                    return axis;
                }
            }
            return -1;
        }

        /** Whether it is the index of the loop, shifted by what is the same in all of its iterations. */
        boolean isOfIteration(Poly subscript) {
            Poly shift = subscript.minus(Poly.of(range.index()));
            Set<Atom.Index> fixed = new HashSet<>();
            for (Loop outer = block.loop; outer != null; outer = outer.block.loop) {
                fixed.add(outer.range.index());
            }
            return fixed.containsAll(shift.indices());
        }
    }

    /** The equation in a loop that runs first. */
    static Leaf first(Loop loop) {
        Item item = loop;
        while (item instanceof Loop inner) {
            item = inner.body.ordered().get(0);
        }
        return (Leaf) item;
    }

    /** What loops are told apart by, besides the level. */
    record Key(Poly from, Poly to, Range.Order order, Set<Expr> conditions) {
        static Key of(Range range, Set<Expr> conditions) {
            return new Key(range.from(), range.to(), range.order(), conditions);
        }
    }

    /** What of a block writes one tensor, so that a reader need not look at each writer. */
    static final class Written {
        /** The greatest level of an equation of the block itself. */
        private int level;
        /** The loop of the greatest level, of several the first; null if none writes it. */
        private @Nullable Loop last;
        /** The least level that is after all other loops. */
        private int others;

        private void add(Item item) {
            if (!(item instanceof Loop loop)) {
                level = Math.max(level, item.level);
            } else if (last == null || loop.level > last.level) {
                others = last == null ? 0 : last.level + 1;
                last = loop;
            } else if (loop != last) {
                others = Math.max(others, loop.level + 1);
            }
        }

        @Nullable
        Loop last() {
            return last;
        }

        /** The least level at which what is written can be read, within {@code joined} or in an item of its own. */
        int level(@Nullable Loop joined) {
            if (last == null) {
                return level;
            }
            return Math.max(level, last == joined ? Math.max(last.level, others) : last.level + 1);
        }
    }

    /** A sequence of items: the whole computation, or the body of a loop. */
    static final class Block {
        final @Nullable Loop loop;
        final int depth;
        private final List<Item> items = new ArrayList<>();
        private final Map<Key, NavigableMap<Integer, Loop>> loops = new HashMap<>();
        private final Map<Tensor, Written> writes = new HashMap<>();

        Block(@Nullable Loop loop, int depth) {
            this.loop = loop;
            this.depth = depth;
        }

        /** The loop that a block deeper than the outermost is the body of. */
        Loop enclosing() {
            return Objects.requireNonNull(loop);
        }

        /** What writes a tensor, null if nothing does. */
        @Nullable
        Written written(Tensor tensor) {
            return writes.get(tensor);
        }

        Leaf addLeaf(int level, Equation equation, @Nullable DenseProduct product) {
            Leaf leaf = new Leaf(this, level, items.size(), equation, product);
            items.add(leaf);
            return leaf;
        }

        /** The first loop over such a range at this level or a later one, or null. */
        @Nullable
        Loop loopFrom(int level, Key key) {
            NavigableMap<Integer, Loop> byLevel = loops.get(key);
            Map.Entry<Integer, Loop> entry = byLevel == null ? null : byLevel.ceilingEntry(level);
            return entry == null ? null : entry.getValue();
        }

        Loop addLoop(int level, Range range, Set<Expr> conditions) {
            Loop loop = new Loop(this, level, items.size(), range, conditions);
            items.add(loop);
            loops.computeIfAbsent(Key.of(range, conditions), key -> new TreeMap<>())
                    .put(level, loop);
            return loop;
        }

        int size() {
            return items.size();
        }

        /** The items in the order they run. */
        List<Item> ordered() {
            List<Item> ordered = new ArrayList<>(items);
            ordered.sort(RUN_ORDER);
            return ordered;
        }
    }
}
