package dev.costate.compiler.ir;

import java.util.List;
import java.util.OptionalLong;

/** Finds the reads and integers that have no value everywhere, without a look at what holds none. */
public final class PartialNodes {
    private PartialNodes() {}

    /** Those in an expression, operands before users. */
    public static List<Expr> in(Expr root) {
        if (!root.isPartial()) {
            return List.of();
        }
        List<Expr> nodes = Graph.ascending(List.of(root), Expr::isPartial);
        nodes.removeIf(node -> !isPartial(node.head()));
        return nodes;
    }

    /** Whether a node with this head has no value everywhere, its operands aside. */
    static boolean isPartial(Expr.Head head) {
        return (head instanceof Expr.Head.Read read && !isConstant(read))
                || (head instanceof Expr.Head.Integer integer
                        && integer.value().atoms().stream()
                                .anyMatch(atom -> !(atom instanceof Atom.Dim || atom instanceof Atom.Index)));
    }

    /** Whether it reads an element that is there whatever the sizes and indices; all of a scalar's do. */
    private static boolean isConstant(Expr.Head.Read read) {
        List<Poly> shape = read.tensor().shape();
        for (int axis = 0; axis < shape.size(); axis++) {
            OptionalLong at = read.subscripts().get(axis).constant();
            OptionalLong size = shape.get(axis).constant();
            if (at.isEmpty() || size.isEmpty() || at.getAsLong() < 0 || at.getAsLong() >= size.getAsLong()) {
                return false;
            }
        }
        return true;
    }
}
