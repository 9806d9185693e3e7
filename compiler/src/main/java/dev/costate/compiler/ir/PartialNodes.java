package dev.costate.compiler.ir;

import java.util.List;

/** Finds the reads and integers that have no value everywhere, without a look at what holds none. */
public final class PartialNodes {
    private PartialNodes() {}

    /** Those in an expression, operands before users. */
    public static List<Expr> in(Expr root) {
        if (!root.isPartial()) {
            return List.of();
        }
        List<Expr> nodes = Graph.ascending(List.of(root), Expr::isPartial);
        nodes.removeIf(node -> !node.head().isPartial());
        return nodes;
    }
}
