package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.Collection;
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
        return new NodeQueue(roots).ascending(enter);
    }

    /**
     * The reads in the expressions that have not been met, to be asked of one equation after the other: what several
     * have in common is walked once.
     *
     * @param met the nodes that have been, added to
     */
    public static List<Expr> reads(Collection<Expr> roots, NodeSet met) {
        List<Expr> reads = new ArrayList<>();
        for (Expr root : roots) {
            List<Expr> nodes = root.hasKnownReads() ? root.reads() : ascending(List.of(root), n -> !met.contains(n));
            for (Expr node : nodes) {
                if (met.add(node) && node.head() instanceof Expr.Head.Read) {
                    reads.add(node);
                }
            }
        }
        return reads;
    }

    /**
     * The expression made anew from its leaves up.
     *
     * @param rule from a node and its new operands to the node that takes its place
     * @param done what has been made already, added to; several expressions may share it
     */
    public static Expr rebuild(Expr root, BiFunction<Expr, List<Expr>, Expr> rule, NodeMap<Expr> done) {
        for (Expr node : ascending(List.of(root), n -> !done.contains(n))) {
            if (!done.contains(node)) {
                done.put(node, rule.apply(node, node.images(done::get)));
            }
        }
        return Objects.requireNonNull(done.get(root));
    }

    /** The same for a single expression, or a few. */
    public static Expr rebuild(Expr root, BiFunction<Expr, List<Expr>, Expr> rule, Map<Expr, Expr> done) {
        for (Expr node : ascending(List.of(root), n -> !done.containsKey(n))) {
            if (!done.containsKey(node)) {
                done.put(node, rule.apply(node, node.images(done::get)));
            }
        }
        return Objects.requireNonNull(done.get(root));
    }

    /** {@link #rebuild} that replaces nodes and keeps all else. */
    public static Expr replace(Expr root, Exprs make, Map<Expr, Expr> replacements) {
        return rebuild(root, make::rebuild, new HashMap<>(replacements));
    }
}
