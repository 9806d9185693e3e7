package dev.costate.compiler.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Walks over the expression graph, without recursion. */
public final class Graph {
    private Graph() {}

    /** All nodes that the roots reach, the roots among them, operands before users. */
    public static List<Expr> ascending(Collection<Expr> roots) {
        return ascending(roots, node -> true);
    }

    /** The same, going on below a node only where {@code enter} says so. */
    public static List<Expr> ascending(Collection<Expr> roots, Predicate<Expr> enter) {
        NodeSet seen = new NodeSet();
        Deque<Expr> open = new ArrayDeque<>();
        for (Expr root : roots) {
            if (seen.add(root)) {
                open.add(root);
            }
        }
        List<Expr> nodes = new ArrayList<>();
        while (!open.isEmpty()) {
            Expr node = open.pop();
            nodes.add(node);
            if (enter.test(node)) {
                for (Expr operand : node.operands()) {
                    if (seen.add(operand)) {
                        open.push(operand);
                    }
                }
            }
        }
        nodes.sort(Comparator.comparingInt(Expr::id));
        return nodes;
    }

    /** All reads in the expressions, in order of their ids. */
    public static List<Expr> reads(Collection<Expr> roots) {
        return ascending(roots).stream()
                .filter(n -> n.head() instanceof Expr.Head.Read)
                .toList();
    }

    /**
     * The expression made anew from its leaves up.
     *
     * @param rule from a node and its new operands to the node that takes its place
     * @param done what has been made already, added to; several expressions may share it
     */
    public static Expr rebuild(Expr root, BiFunction<Expr, List<Expr>, Expr> rule, Map<Expr, Expr> done) {
        for (Expr node : ascending(List.of(root), n -> !done.containsKey(n))) {
            if (!done.containsKey(node)) {
                done.put(
                        node,
                        rule.apply(node, node.operands().stream().map(done::get).toList()));
            }
        }
        return Objects.requireNonNull(done.get(root));
    }

    /** {@link #rebuild} that replaces nodes and keeps all else. */
    public static Expr replace(Expr root, Exprs make, Map<Expr, Expr> replacements) {
        return rebuild(root, make::rebuild, new HashMap<>(replacements));
    }
}
