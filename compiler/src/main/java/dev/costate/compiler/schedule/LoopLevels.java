package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.schedule.Nest.Block;
import dev.costate.compiler.schedule.Nest.Leaf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The loop level of values, for loop-invariant code motion: how many of the open loops must have begun for an
 * expression to have its value, and to be safe to evaluate.
 */
final class LoopLevels {
    private final Fusion fusion;
    private final Prover prover;
    private final List<Block> openBlocks = new ArrayList<>();
    /** For the index of each open loop how many blocks are open around its body. */
    private final Map<Atom.Index, Integer> openLoops = new HashMap<>();

    LoopLevels(Fusion fusion, Prover prover) {
        this.fusion = fusion;
        this.prover = prover;
    }

    /** Notes that the statements of a block are about to be written. */
    void enter(Block block) {
        if (block.loop != null) {
            openLoops.put(block.loop.range.index(), openBlocks.size());
        }
        openBlocks.add(block);
    }

    void leave() {
        Block block = openBlocks.remove(openBlocks.size() - 1);
        if (block.loop != null) {
            openLoops.remove(block.loop.range.index());
        }
    }

    private int openLoop(Atom.Index index) {
        return Objects.requireNonNull(openLoops.get(index), () -> "no loop over " + index);
    }

    private int commonDepth(Leaf writer) {
        for (int depth = openBlocks.size() - 1; depth >= 0; depth--) {
            if (writer.within(openBlocks.get(depth)) != null) {
                return depth;
            }
        }
        return 0;
    }

    /**
     * The level of a node.
     *
     * @param operands the levels of its operands
     */
    int of(Expr node, NodeMap<Integer> operands) {
        int innermost = innermost();
        int level = 0;
        for (int k = 0; k < node.arity(); k++) {
            level = Math.max(level, Objects.requireNonNull(operands.get(node.operand(k))));
        }
        if (node.head() instanceof Expr.Head.Whole integer) {
            return isSafe(integer.value()) ? deepest(integer.value()) : innermost;
        }
        if (node.head() instanceof Expr.Head.Read read) {
            return Math.max(level, ofRead(read));
        }
        return node.head() instanceof Expr.Head.Choice ? innermost : level;
    }

    /** How many loops are open. */
    private int innermost() {
        return openBlocks.size() - 1;
    }

    /** Whether evaluating it cannot fail, so that it may move out of a loop that could be empty. */
    private boolean isSafe(Poly poly) {
        return poly.denominator() == 1
                && poly.atoms().stream()
                        .allMatch(a -> a instanceof Atom.Dim
                                || a instanceof Atom.Index
                                || (a instanceof Atom.Element element
                                        && isInRange(element.tensor(), element.subscripts())));
    }

    /** Whether the subscripts are indices that stay in range whether the loops within theirs run or not. */
    private boolean isInRange(Tensor tensor, List<Poly> subscripts) {
        for (int axis = 0; axis < subscripts.size(); axis++) {
            Atom.Index index = subscripts.get(axis).asIndex();
            if (index == null || !isInRange(openLoop(index), tensor.shape().get(axis))) {
                return false;
            }
        }
        return true;
    }

    private boolean isInRange(int loop, Poly size) {
        List<Range> ranges = openBlocks.subList(1, loop + 1).stream()
                .map(block -> block.enclosing().range)
                .toList();
        Range range = ranges.get(loop - 1);
        if (range.from().isZero() && range.to().equals(size)) {
            return true;
        }
        Facts facts = Assumptions.of(ranges);
        Poly index = Poly.of(range.index());
        return prover.nonNegative(index, facts)
                && prover.nonNegative(size.minus(index).plus(-1), facts);
    }

    private int deepest(Poly poly) {
        int deepest = 0;
        for (Atom.Index index : poly.indices()) {
            deepest = Math.max(deepest, openLoop(index));
        }
        return deepest;
    }

    /** A read may move out of a loop that could be empty only where it is in range all the same. */
    private int ofRead(Expr.Head.Read read) {
        int level = 0;
        for (Poly subscript : read.subscripts()) {
            level = Math.max(level, deepest(subscript));
        }
        if (level < innermost() && !isInRange(read.tensor(), read.subscripts())) {
            return innermost();
        }
        for (Leaf writer : fusion.writers(read.tensor())) {
            level = Math.max(level, commonDepth(writer));
        }
        return level;
    }
}
