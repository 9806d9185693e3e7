package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Finds the reads and integers that have no value everywhere; over many expressions, in time linear in what is new in each. */
public final class PartialNodes {
    /** Nodes that have a value wherever they are evaluated, with all below them. */
    private final Set<Expr> total = new HashSet<>();

    /** Those in an expression, operands before users. */
    public List<Expr> in(Expr root) {
        List<Expr> partial = new ArrayList<>();
        for (Expr node : Graph.ascending(List.of(root), n -> !total.contains(n))) {
            if (isPartial(node)) {
                partial.add(node);
            } else if (total.containsAll(node.operands())) {
                total.add(node);
            }
        }
        return partial;
    }

    private static boolean isPartial(Expr node) {
        return (node.head() instanceof Expr.Head.Read read && !isConstant(read))
                || (node.head() instanceof Expr.Head.Integer integer
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
