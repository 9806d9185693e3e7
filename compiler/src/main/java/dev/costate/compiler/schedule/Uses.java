package dev.costate.compiler.schedule;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.NodeSet;
import dev.costate.compiler.schedule.Nest.Block;
import dev.costate.compiler.schedule.Nest.Item;
import dev.costate.compiler.schedule.Nest.Leaf;
import dev.costate.compiler.schedule.Nest.Loop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often each node is used by the equations of a unit and by other nodes. */
final class Uses {
    private final NodeMap<Integer> counts = new NodeMap<>();
    private final LoopGuards guards;

    /** @param root the outermost block of the unit */
    Uses(Block root, LoopGuards guards) {
        this.guards = guards;
        count(root, new NodeSet());
    }

    /** Whether some equation uses the node. */
    boolean isUsed(Expr node) {
        return counts.contains(node);
    }

    boolean isOnce(Expr node) {
        return counts.getOrDefault(node, 0) == 1;
    }

    boolean isShared(Expr node) {
        return counts.getOrDefault(node, 0) > 1;
    }

    /** Whether it is used more often than twice. */
    boolean isOften(Expr node) {
        return counts.getOrDefault(node, 0) > 2;
    }

    private void count(Block block, NodeSet seen) {
        for (Item item : block.ordered()) {
            if (item instanceof Loop loop) {
                count(guards.around(loop), seen);
                count(loop.body, seen);
            } else {
                Leaf leaf = (Leaf) item;
                count(leaf.equation.value(), seen);
                count(guards.rest(leaf), seen);
            }
        }
    }

    private void count(@Nullable Expr root, NodeSet seen) {
        if (root == null) {
            return;
        }
        count(root);
        for (Expr node : Graph.ascending(List.of(root), n -> !seen.contains(n))) {
            if (seen.add(node)) {
                for (int k = 0; k < node.arity(); k++) {
                    count(node.operand(k));
                }
            }
        }
    }

    private void count(Expr node) {
        counts.put(node, counts.getOrDefault(node, 0) + 1);
    }
}
