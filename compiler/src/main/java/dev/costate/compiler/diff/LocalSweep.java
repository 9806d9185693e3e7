package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Guards;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The adjoints of all reads of one expression, in one sweep over its graph from the root to the leaves: each node's
 * adjoint is complete when it is reached, since its users have greater ids.
 *
 * <p>The adjoint of a node is an expression of the node's region (see {@link Regions}): what a use in a branch adds is
 * added only where that branch is taken. What is evaluated speculatively may have any value where it is not needed;
 * there its adjoint is 0, and must be so whatever it is multiplied by.
 */
final class LocalSweep {
    /** What is added to the adjoint of a read, where the condition holds; null is everywhere. */
    record Contribution(
            Expr.Head.Read read, Expr adjoint, @Nullable Expr condition) {}

    private final Exprs make;
    private final Activity activity;
    private final Products.Within products;
    private final Regions regions;
    private final Map<Expr, NavigableMap<Regions.Region, Expr>> uses = new HashMap<>();
    private final Map<Regions.Region, Expr> conditions = new HashMap<>();
    private final List<Contribution> contributions = new ArrayList<>();
    private final Map<Expr, Expr> stored = new HashMap<>();
    /** What only some branches use: elsewhere the adjoint is 0. */
    private final Set<Expr> partly = new HashSet<>();

    /**
     * Sweeps.
     *
     * @param products of adjoints and partial derivatives
     * @param seed the adjoint of the root
     * @param own a read of what the equation has stored, to be used for the value of the root, or null
     * @param guard where the expression is evaluated, or null for everywhere
     */
    LocalSweep(
            Exprs make,
            Activity activity,
            Products.Within products,
            Expr root,
            Expr seed,
            @Nullable Expr own,
            @Nullable Expr guard) {
        this.make = make;
        this.activity = activity;
        this.products = products;
        this.regions = new Regions(List.of(root));
        if (own != null && root.arity() > 0) {
            stored.put(root, own);
        }
        if (guard != null) {
            conditions.put(regions.outermost(), guard);
        }
        uses.put(root, new TreeMap<>(Map.of(regions.outermost(), seed)));
        List<Expr> nodes = Graph.ascending(List.of(root), activity::isActive);
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Expr node = nodes.get(k);
            NavigableMap<Regions.Region, Expr> adjoint = uses.remove(node);
            if (adjoint != null && activity.isActive(node)) {
                visit(node, joined(adjoint, regions.dominator(node)));
            }
        }
    }

    List<Contribution> contributions() {
        return contributions;
    }

    private void visit(Expr node, Expr adjoint) {
        if (adjoint.head() instanceof Expr.Head.Choice || partly.contains(node)) {
            partly.add(node);
            partly.addAll(node.operands());
        }
        if (node.head() instanceof Expr.Head.Read read) {
            contributions.add(new Contribution(read, adjoint, condition(regions.dominator(node))));
        } else if (node.head() instanceof Expr.Head.Choice) {
            add(node, 1, adjoint);
            add(node, 2, adjoint);
        } else {
            List<@Nullable Expr> partials = activity.partials(node);
            Expr first = null;
            for (int k = 0; k < partials.size(); k++) {
                Expr partial = partials.get(k);
                Expr ratio = activity.ratio(node, k);
                if (partial != null) {
                    Expr along = activity.along(node, k, adjoint);
                    Expr contribution = ratio != null && first != null
                            ? product(node, first, ratio)
                            : along != null ? along : product(node, adjoint, partial);
                    first = k == 0 ? contribution : first;
                    add(node, k, contribution);
                }
            }
        }
    }

    private Expr product(Expr node, Expr adjoint, Expr partial) {
        Expr factor = stored.containsKey(node) ? Graph.replace(partial, make, stored) : partial;
        return make.apply(
                products.of(node, partial, regions.isSpeculative(node), partly.contains(node)), adjoint, factor);
    }

    /** Adds to the adjoint of an operand what comes from one use of it. */
    private void add(Expr user, int k, Expr contribution) {
        Expr operand = user.operand(k);
        if (!activity.isActive(operand)) {
            return;
        }
        uses.computeIfAbsent(operand, o -> new TreeMap<>())
                .merge(regions.regionOfUse(user, k), contribution, this::sum);
    }

    /**
     * The sum of what uses in several regions contribute, in the dominator of all of them: from the innermost region
     * outwards, what the two branches of a condition add becomes one choice.
     */
    private Expr joined(NavigableMap<Regions.Region, Expr> contributions, Regions.Region dominator) {
        Map<Regions.Region, Map<Expr, Expr>> choices = new HashMap<>();
        Expr zero = make.number(0);
        while (true) {
            Regions.Region region = contributions.firstKey();
            Expr value = Objects.requireNonNull(contributions.remove(region));
            for (Expr choice : choices.getOrDefault(region, Map.of()).values()) {
                value = sum(value, choice);
            }
            if (region == dominator) {
                return value;
            }
            Expr choice = region.holds()
                    ? make.choose(region.condition(), value, zero)
                    : make.choose(region.condition(), zero, value);
            choices.computeIfAbsent(region.parent(), parent -> new LinkedHashMap<>())
                    .merge(region.condition(), choice, this::sum);
            contributions.putIfAbsent(region.parent(), zero);
        }
    }

    /** The condition under which a region is evaluated. */
    private @Nullable Expr condition(Regions.Region dominator) {
        Deque<Regions.Region> open = new ArrayDeque<>();
        for (Regions.Region r = dominator; !r.isOutermost() && !conditions.containsKey(r); r = r.parent()) {
            open.push(r);
        }
        for (Regions.Region r : open) {
            Expr around = conditions.get(r.parent());
            Expr own = r.holds() ? r.condition() : make.apply(Connectives.NOT, r.condition());
            conditions.put(r, Guards.and(make, around, own));
        }
        return conditions.get(dominator);
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
        return make.apply(Arithmetic.ADD, a, b);
    }
}
