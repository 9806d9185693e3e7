package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Expr.Head;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.op.Comparisons;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what is never evaluated: a choice within a branch of its own condition, or where the ranges of indices
 * decide its condition, is the branch that is taken; a reduction over ranges that are empty where it stands is its
 * identity. So no read is left where the conditions around it contradict each other, and none of them needs an order.
 *
 * <p>A node is decided in the innermost {@linkplain PathConditions surroundings} that all its uses share, from the
 * roots down, so that uses that are left out do not count and nothing is computed twice.
 */
public final class DeadBranches {
    private final Exprs make;
    private final Assumptions assumptions;
    private final Map<List<Range>, PathConditions> outermost = new HashMap<>();

    /** The pass over one program, as often as it is needed: it knows what it has found out before. */
    public DeadBranches(Exprs make, Prover prover) {
        this.make = make;
        this.assumptions = new Assumptions(prover);
    }

    /** The equations, in their order, without what is never evaluated. */
    public List<Equation> eliminate(List<Equation> equations) {
        return equations.stream().map(this::live).toList();
    }

    private Equation live(Equation equation) {
        Equation e = equation;
        while (hasDecisions(e)) {
            Equation next = new OneEquation(e).rewritten();
            if (next.equals(e)) {
                return e;
            }
            e = next;
        }
        return e;
    }

    private static boolean hasDecisions(Equation e) {
        return e.guard() != null || hasDecisions(e.value());
    }

    /** Whether what is evaluated in an expression depends on more than that it is. */
    private static boolean hasDecisions(Expr node) {
        return node.isBranching() || node.isReducing();
    }

    private static @Nullable Boolean secondOnlyIf(Expr node) {
        return node.op() == null ? null : node.op().secondOnlyIf();
    }

    private Expr constant(boolean value) {
        Expr zero = make.number(0);
        return make.apply(value ? Comparisons.EQ : Comparisons.NE, zero, zero);
    }

    /** One equation from its roots down. */
    private final class OneEquation {
        private final Equation equation;
        private final PathConditions all;
        private final Map<Expr, PathConditions> dominators = new HashMap<>();
        /** What takes the place of a node: one of its operands, or a constant. */
        private final Map<Expr, Expr> decided = new HashMap<>();

        OneEquation(Equation equation) {
            this.equation = equation;
            this.all = outermost.computeIfAbsent(
                    equation.domain(), domain -> new PathConditions(Assumptions.of(domain), assumptions));
        }

        Equation rewritten() {
            Expr guard = equation.guard();
            Boolean reached = guard == null ? Boolean.TRUE : all.holds(guard);
            if (guard != null) {
                dominators.put(guard, all);
            }
            if (reached == null || reached) {
                use(equation.value(), guard == null || reached != null ? all : all.where(guard, true));
            }
            List<Expr> nodes = Graph.ascending(equation.roots(), DeadBranches::hasDecisions);
            for (int k = nodes.size() - 1; k >= 0; k--) {
                PathConditions dominator = dominators.get(nodes.get(k));
                if (dominator != null) {
                    visit(nodes.get(k), dominator);
                }
            }
            return result(reached);
        }

        private Equation result(@Nullable Boolean reached) {
            Expr guard = equation.guard();
            Expr newGuard = guard == null || Boolean.TRUE.equals(reached)
                    ? null
                    : reached == null ? rebuilt(guard) : constant(false);
            Expr newValue = reached == null || reached ? rebuilt(equation.value()) : make.number(0);
            return newGuard == guard && newValue == equation.value() ? equation : equation.with(newGuard, newValue);
        }

        private Expr rebuilt(Expr root) {
            return decided.isEmpty() ? root : Graph.rebuild(root, this::image, new HashMap<>());
        }

        private Expr image(Expr node, List<Expr> operands) {
            Expr instead = decided.get(node);
            if (instead == null) {
                return make.rebuild(node, operands);
            }
            int operand = node.operands().indexOf(instead);
            return operand < 0 ? instead : operands.get(operand);
        }

        private void use(Expr node, PathConditions where) {
            dominators.merge(node, where, PathConditions::common);
        }

        private void visit(Expr node, PathConditions dominator) {
            Boolean secondOnlyIf = secondOnlyIf(node);
            if (node.head() instanceof Head.Choice) {
                choice(node, dominator);
            } else if (node.head() instanceof Head.Reduce reduce) {
                reduction(node, reduce, dominator);
            } else if (secondOnlyIf != null) {
                connective(node, secondOnlyIf, dominator);
            } else {
                node.operands().forEach(operand -> use(operand, dominator));
            }
        }

        private void choice(Expr node, PathConditions dominator) {
            Expr condition = node.operand(0);
            Boolean holds = dominator.holds(condition);
            if (holds != null) {
                decided.put(node, node.operand(holds ? 1 : 2));
                use(node.operand(holds ? 1 : 2), dominator);
                return;
            }
            use(condition, dominator);
            use(node.operand(1), dominator.where(condition, true));
            use(node.operand(2), dominator.where(condition, false));
        }

        private void connective(Expr node, boolean secondOnlyIf, PathConditions dominator) {
            Expr first = node.operand(0);
            Expr second = node.operand(1);
            Boolean one = dominator.holds(first);
            PathConditions where = one == null ? dominator.where(first, secondOnlyIf) : dominator;
            boolean mayNeed = one == null || one == secondOnlyIf;
            Boolean other = mayNeed ? where.holds(second) : null;
            if (one != null) {
                decided.put(node, one == secondOnlyIf ? second : constant(one));
            } else if (other != null) {
                decided.put(node, other == secondOnlyIf ? first : constant(other));
            }
            if (one == null && (other == null || other == secondOnlyIf)) {
                use(first, dominator);
            }
            if (mayNeed && other == null) {
                use(second, where);
            }
        }

        private void reduction(Expr node, Head.Reduce reduce, PathConditions dominator) {
            PathConditions each = dominator.over(reduce.ranges());
            PathConditions body = reduce.guarded() ? each.where(node.operand(1), true) : each;
            if (each.isEmpty() || (reduce.guarded() && Boolean.FALSE.equals(each.holds(node.operand(1))))) {
                decided.put(node, make.number(reduce.reduction().identity()));
                return;
            }
            if (reduce.guarded()) {
                use(node.operand(1), each);
            }
            use(node.operand(0), body);
        }
    }
}
