package dev.costate.compiler.lower;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Regions;
import dev.costate.compiler.ir.Regions.Region;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** When a node is needed that is evaluated speculatively, as a condition. */
final class Needs {
    private Needs() {}

    /** The condition, within the dominator of the node, under which some use needs it; null if that is everywhere. */
    static @Nullable Expr of(Expr node, Regions regions, Exprs make) {
        Region dominator = regions.dominator(node);
        if (!regions.isSpeculative(node)) {
            return null;
        }
        // From the innermost region outwards: for each the conditions of its parts under which the node is needed.
        TreeMap<Region, Map<Expr, Expr>> open = new TreeMap<>();
        Map<Region, Expr> needed = new HashMap<>();
        for (Region region : regions.needs(node)) {
            open.put(region, Map.of());
            needed.put(region, always(make));
        }
        while (open.firstKey() != dominator) {
            Map.Entry<Region, Map<Expr, Expr>> innermost = open.pollFirstEntry();
            Region region = innermost.getKey();
            Expr within = needed.containsKey(region) ? needed.get(region) : any(innermost.getValue(), make);
            Expr condition = region.condition();
            Expr holds = region.holds() ? condition : make.apply(Connectives.NOT, condition);
            // To ask a condition that the node is part of, the node must be there.
            Expr use = mentions(condition, node) ? always(make) : make.apply(Connectives.AND, holds, within);
            open.computeIfAbsent(region.parent(), r -> new LinkedHashMap<>())
                    .merge(condition, use, (a, b) -> make.apply(Connectives.OR, a, b));
        }
        return any(open.getOrDefault(dominator, Map.of()), make);
    }

    private static Expr always(Exprs make) {
        return make.apply(Comparisons.EQ, make.number(0), make.number(0));
    }

    private static boolean mentions(Expr condition, Expr node) {
        return condition.id() > node.id()
                && Graph.ascending(List.of(condition), n -> n.id() > node.id()).contains(node);
    }

    private static Expr any(Map<Expr, Expr> conditions, Exprs make) {
        return conditions.values().stream()
                .reduce((a, b) -> make.apply(Connectives.OR, a, b))
                .orElseThrow();
    }
}
