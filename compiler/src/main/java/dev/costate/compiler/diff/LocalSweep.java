package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.op.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The adjoints of all reads of one expression, in one sweep over its graph from the root to the leaves: each node's
 * adjoint is complete when it is reached, since its users have greater ids.
 *
 * <p>The adjoint of a node is an expression of the node's region (see {@link Regions}): what a use in a branch adds is
 * added only where that branch is taken.
 */
final class LocalSweep {
    /** What is added to the adjoint of a read, where all the conditions hold. */
    record Contribution(Expr.Head.Read read, Expr adjoint, List<Expr> conditions) {}

    private final Exprs make;
    private final Activity activity;
    private final Regions regions;
    private final Map<Expr, Expr> adjoints = new HashMap<>();
    private final List<Contribution> contributions = new ArrayList<>();
    private final Map<Expr, Expr> stored = new HashMap<>();

    /**
     * @param seed the adjoint of the root
     * @param own a read of what the equation has stored, to be used for the value of the root, or null
     */
    LocalSweep(Exprs make, Activity activity, Expr root, Expr seed, @Nullable Expr own) {
        this.make = make;
        this.activity = activity;
        this.regions = new Regions(List.of(root));
        if (own != null && !root.operands().isEmpty()) {
            stored.put(root, own);
        }
        adjoints.put(root, seed);
        List<Expr> nodes = Graph.ascending(List.of(root), activity::isActive);
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Expr node = nodes.get(k);
            if (adjoints.containsKey(node) && activity.isActive(node)) {
                visit(node, adjoints.get(node));
            }
        }
    }

    List<Contribution> contributions() {
        return contributions;
    }

    private void visit(Expr node, Expr adjoint) {
        if (node.head() instanceof Expr.Head.Read read) {
            List<Expr> conditions = new ArrayList<>();
            for (Regions.Region region : Regions.path(regions.home(node), regions.outermost())) {
                conditions.add(0, region.holds() ? region.condition() : make.apply(Ops.NOT, region.condition()));
            }
            contributions.add(new Contribution(read, adjoint, conditions));
        } else if (node.head() instanceof Expr.Head.Choice) {
            add(node, 1, adjoint);
            add(node, 2, adjoint);
        } else {
            List<@Nullable Expr> partials = activity.partials(node);
            for (int k = 0; k < partials.size(); k++) {
                Expr partial = partials.get(k);
                if (partial != null) {
                    add(node, k, product(node, adjoint, partial));
                }
            }
        }
    }

    private Expr product(Expr node, Expr adjoint, Expr partial) {
        Expr factor = stored.containsKey(node) ? Graph.replace(partial, make, stored) : partial;
        boolean strong = node.op() != null && node.op().singular() && !factor.isNumber();
        return make.apply(strong ? Ops.STRONG_MUL : Ops.MUL, adjoint, factor);
    }

    /** Adds to the adjoint of an operand what comes from one use of it. */
    private void add(Expr user, int k, Expr contribution) {
        Expr operand = user.operand(k);
        if (!activity.isActive(operand)) {
            return;
        }
        Expr value = contribution;
        for (Regions.Region region : Regions.path(regions.regionOfUse(user, k), regions.home(operand))) {
            Expr zero = make.number(0);
            value = region.holds()
                    ? make.choose(region.condition(), value, zero)
                    : make.choose(region.condition(), zero, value);
        }
        adjoints.merge(operand, value, this::sum);
    }

    /** The sum, branch by branch where both are choices by one condition. */
    private Expr sum(Expr a, Expr b) {
        if (a.isNumber(0)) {
            return b;
        }
        if (b.isNumber(0)) {
            return a;
        }
        boolean choices = a.head() instanceof Expr.Head.Choice && b.head() instanceof Expr.Head.Choice;
        if (choices && a.operand(0) == b.operand(0)) {
            return make.choose(a.operand(0), sum(a.operand(1), b.operand(1)), sum(a.operand(2), b.operand(2)));
        }
        return make.apply(Ops.ADD, a, b);
    }
}
