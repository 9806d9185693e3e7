package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.PartialNodes;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Requirements;
import dev.costate.compiler.op.Guards;
import dev.costate.compiler.schedule.Nest.Block;
import dev.costate.compiler.schedule.Nest.Item;
import dev.costate.compiler.schedule.Nest.Leaf;
import dev.costate.compiler.schedule.Nest.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loop unswitching: what all equations of a loop need to hold, and is the same in all of its iterations, is looked at
 * before it, so that a condition on an outer index skips the loops within. A guard is divided where it is a
 * conjunction. Outermost loops stay as they are, for who divides them among threads.
 */
final class LoopGuards {
    private final Exprs make;
    private final Fusion fusion;
    private final Initialisation initialisation;
    private final Prover prover;
    private final Assumptions assumptions;
    /** What holds in the block that is being looked at, in order. */
    private final Set<Expr> held = new LinkedHashSet<>();

    private final Map<Loop, List<Expr>> around = new HashMap<>();
    private final Map<Leaf, Expr> rests = new HashMap<>();

    LoopGuards(Exprs make, Fusion fusion, Initialisation initialisation, Prover prover) {
        this.make = make;
        this.fusion = fusion;
        this.initialisation = initialisation;
        this.prover = prover;
        this.assumptions = new Assumptions(prover);
        divide(fusion.root());
    }

    /** The condition that stands around a loop, or null. */
    @Nullable
    Expr around(Loop loop) {
        return all(around.getOrDefault(loop, List.of()));
    }

    /** What of the guard of an equation is still to be looked at where it stands, or null. */
    @Nullable
    Expr rest(Leaf leaf) {
        return rests.get(leaf);
    }

    private void divide(Block block) {
        for (Item item : block.ordered()) {
            if (item instanceof Loop loop) {
                List<Expr> conditions = outside(loop);
                around.put(loop, conditions);
                held.addAll(conditions);
                divide(loop.body);
                conditions.forEach(held::remove);
            } else {
                Leaf leaf = (Leaf) item;
                Expr rest = rest(leaf.equation.guard());
                if (rest != null) {
                    rests.put(leaf, rest);
                }
            }
        }
    }

    private @Nullable Expr rest(@Nullable Expr guard) {
        List<Expr> conditions = Guards.conditions(guard);
        List<Expr> open = conditions.stream().filter(c -> !held.contains(c)).toList();
        return open.size() == conditions.size() ? guard : all(open);
    }

    private @Nullable Expr all(List<Expr> conditions) {
        Expr all = null;
        for (Expr condition : conditions) {
            all = Guards.and(make, all, condition);
        }
        return all;
    }

    /** The conditions that stand around a loop, in the order in which they are looked at. */
    private List<Expr> outside(Loop loop) {
        Set<Expr> outside = new LinkedHashSet<>(loop.conditions);
        outside.removeAll(held);
        List<Range> open = new ArrayList<>();
        Set<Atom.Index> fixed = new HashSet<>();
        for (Loop outer = loop.block.loop; outer != null; outer = outer.block.loop) {
            open.add(0, outer.range);
            fixed.add(outer.range.index());
        }
        List<Expr> common = open.isEmpty() ? List.of() : common(loop);
        for (Expr condition : common) {
            if (!held.contains(condition)
                    && fixed.containsAll(condition.free())
                    && isInvariant(condition, loop)
                    && isSafe(condition, outside, open)) {
                outside.add(condition);
            }
        }
        return List.copyOf(outside);
    }

    /** The conditions that all equations in the loop have; none, if anything in it is done whatever holds. */
    private List<Expr> common(Loop loop) {
        List<Expr> common = null;
        Deque<Block> open = new ArrayDeque<>(List.of(loop.body));
        while (!open.isEmpty()) {
            for (Item item : open.pop().ordered()) {
                if (storesOutside(item, loop)) {
                    return List.of();
                } else if (item instanceof Loop inner) {
                    open.push(inner.body);
                } else {
                    List<Expr> own = Guards.conditions(((Leaf) item).equation.guard());
                    if (common == null) {
                        common = new ArrayList<>(own);
                    } else {
                        common.retainAll(own);
                    }
                    if (common.isEmpty()) {
                        return common;
                    }
                }
            }
        }
        return common == null ? List.of() : common;
    }

    /** Whether something is stored behind the item, whatever it does, for what is outside of the loop. */
    private boolean storesOutside(Item item, Loop loop) {
        return initialisation.accumulatorsAround(item).stream()
                .anyMatch(accumulator -> !isWithin(accumulator.slot().block(), loop.body));
    }

    private static boolean isWithin(Block block, Block outer) {
        Block around = block;
        while (around.depth > outer.depth) {
            around = around.enclosing().block;
        }
        return around == outer;
    }

    private boolean isInvariant(Expr condition, Loop loop) {
        return condition.reads().stream()
                .flatMap(read -> fusion.writers(((Expr.Head.Read) read.head()).tensor()).stream())
                .noneMatch(writer -> writer.within(loop.block) == loop);
    }

    /** Whether it has a value wherever the conditions hold, also where the loop has no iterations. */
    private boolean isSafe(Expr condition, Set<Expr> before, List<Range> open) {
        List<Expr> partial = PartialNodes.in(condition);
        if (partial.isEmpty()) {
            return true;
        }
        Facts facts = Assumptions.of(open);
        for (Expr holds : held) {
            facts = assumptions.assume(facts, holds, true);
        }
        for (Expr holds : before) {
            facts = assumptions.assume(facts, holds, true);
        }
        Regions regions = new Regions(List.of(condition));
        for (Expr node : partial) {
            Facts known = assumptions.within(facts, regions.dominator(node));
            if (Requirements.mayFail(node)
                    || !Requirements.of(node, known, prover).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
