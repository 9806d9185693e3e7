package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.op.Pattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Matches patterns with expressions: through names, and with the operands of commutative operations in either order.
 * Each choice is taken back where what is left does not match. As deep as patterns are.
 */
final class Matcher {
    private final UnaryOperator<Expr> seen;

    /** @param seen what a name stands for */
    Matcher(UnaryOperator<Expr> seen) {
        this.seen = seen;
    }

    /** What is still to match. */
    private record Goal(
            Pattern pattern, Expr node, @Nullable Goal next) {}

    /** What the holes of the pattern stand for, or null if it does not match. */
    @Nullable
    Map<Pattern, Expr> match(Pattern pattern, Expr node) {
        return solve(new Goal(pattern, node, null), Map.of());
    }

    private @Nullable Map<Pattern, Expr> solve(@Nullable Goal goal, Map<Pattern, Expr> holes) {
        if (goal == null) {
            return holes;
        }
        Pattern pattern = goal.pattern;
        if (pattern instanceof Pattern.Node node) {
            Expr found = seen.apply(goal.node);
            return found.op() == node.op() ? operands(node, found, goal.next, holes) : null;
        } else if (pattern instanceof Pattern.Constant constant) {
            return goal.node.isNumber(constant.value()) ? solve(goal.next, holes) : null;
        } else if (pattern instanceof Pattern.Unknown && goal.node.isNumber()) {
            return null;
        }
        Expr bound = holes.get(pattern);
        if (bound != null) {
            return bound == goal.node ? solve(goal.next, holes) : null;
        }
        Map<Pattern, Expr> more = new HashMap<>(holes);
        more.put(pattern, goal.node);
        return solve(goal.next, more);
    }

    private @Nullable Map<Pattern, Expr> operands(
            Pattern.Node pattern, Expr node, @Nullable Goal next, Map<Pattern, Expr> holes) {
        List<Pattern> wanted = pattern.operands();
        if (wanted.size() != 2) {
            Goal all = next;
            for (int k = wanted.size() - 1; k >= 0; k--) {
                all = new Goal(wanted.get(k), node.operand(k), all);
            }
            return solve(all, holes);
        }
        Goal second = new Goal(wanted.get(1), node.operand(1), next);
        Map<Pattern, Expr> found = solve(new Goal(wanted.get(0), node.operand(0), second), holes);
        if (found != null || !pattern.op().commutative()) {
            return found;
        }
        Goal first = new Goal(wanted.get(1), node.operand(0), next);
        return solve(new Goal(wanted.get(0), node.operand(1), first), holes);
    }
}
