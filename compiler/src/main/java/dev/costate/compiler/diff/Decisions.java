package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Connectives;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What conditions say before any real number is known but constants: those of integers and constants are decided then,
 * all others may hold and may fail. A conjunction fails where its decided parts do.
 */
final class Decisions {
    private final Exprs make;
    private final Map<Expr, Boolean> decided = new HashMap<>();
    private final Map<Expr, @Nullable Expr> holds = new HashMap<>();
    private final Map<Expr, @Nullable Expr> fails = new HashMap<>();

    Decisions(Exprs make) {
        this.make = make;
    }

    /** Whether the value of a node is known: it reads nothing but constants and integers. */
    boolean isDecided(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !decided.containsKey(n))) {
            boolean known = node.head() instanceof Expr.Head.Read read
                    ? read.tensor().role() == Tensor.Role.CONST
                    : node.operands().stream().allMatch(decided::get);
            decided.put(node, known);
        }
        return Boolean.TRUE.equals(decided.get(root));
    }

    /** A decided condition that holds wherever the given one may hold; null if that is everywhere. */
    @Nullable
    Expr mayHold(@Nullable Expr condition) {
        return condition == null ? null : find(condition, holds);
    }

    /** A decided condition that holds wherever the given one may fail; null if that is everywhere. */
    @Nullable
    Expr mayFail(Expr condition) {
        return find(condition, fails);
    }

    private @Nullable Expr find(Expr condition, Map<Expr, @Nullable Expr> found) {
        for (Expr node : Graph.ascending(List.of(condition), n -> isConnective(n) && !holds.containsKey(n))) {
            if (node.kind() == condition.kind() && !holds.containsKey(node)) {
                holds.put(node, decide(node, true));
                fails.put(node, decide(node, false));
            }
        }
        return found.get(condition);
    }

    private static boolean isConnective(Expr node) {
        return node.op() != null
                && (node.op().secondOnlyIf() != null || node.op().negates());
    }

    private @Nullable Expr decide(Expr node, boolean wanted) {
        if (isDecided(node)) {
            return wanted ? node : make.apply(Connectives.NOT, node);
        } else if (!isConnective(node)) {
            return null;
        }
        Expr first = node.operand(0);
        if (node.arity() == 1) {
            return wanted ? fails.get(first) : holds.get(first);
        }
        Expr a = wanted ? holds.get(first) : fails.get(first);
        Expr b = wanted ? holds.get(node.operand(1)) : fails.get(node.operand(1));
        boolean both = Boolean.TRUE.equals(node.op() == null ? null : node.op().secondOnlyIf()) == wanted;
        if (a == null || b == null) {
            return both ? (a == null ? b : a) : null;
        }
        return make.apply(both ? Connectives.AND : Connectives.OR, a, b);
    }
}
