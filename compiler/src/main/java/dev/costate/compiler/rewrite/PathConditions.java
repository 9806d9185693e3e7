package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Assumptions;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds where an expression is evaluated: within branches of choices and connectives, and within reductions. */
final class PathConditions {
    private record Key(PathConditions parent, @Nullable Expr condition, boolean holds, List<Range> ranges) {}

    /** What all surroundings over one domain share. */
    private record Shared(Assumptions assumptions, Map<Key, PathConditions> made, Set<Expr> conditions) {}

    private final Shared shared;
    private final @Nullable PathConditions parent;
    private final @Nullable Key key;
    private final int depth;
    private @Nullable Facts facts;
    private @Nullable Boolean empty;
    private final Map<Expr, Boolean> compared = new HashMap<>();

    /** The outermost surroundings of all equations over one domain: what is found out of one is known of the next. */
    PathConditions(Facts facts, Assumptions assumptions) {
        this.shared = new Shared(assumptions, new HashMap<>(), new HashSet<>());
        this.parent = null;
        this.key = null;
        this.depth = 0;
        this.facts = facts;
    }

    private PathConditions(Key key) {
        this.shared = key.parent().shared;
        this.parent = key.parent();
        this.key = key;
        this.depth = key.parent().depth + 1;
    }

    private PathConditions made(@Nullable Expr condition, boolean holds, List<Range> ranges) {
        return shared.made().computeIfAbsent(new Key(this, condition, holds, ranges), PathConditions::new);
    }

    /** Where a condition has a value, and with it what makes it have that value. */
    PathConditions where(Expr condition, boolean holds) {
        PathConditions inner = this;
        Deque<Value> open = new ArrayDeque<>(List.of(new Value(condition, holds)));
        while (!open.isEmpty()) {
            Value next = open.pop();
            Op op = next.condition().op();
            if (op != null && op.negates()) {
                open.push(new Value(next.condition().operand(0), !next.holds()));
            } else if (op != null && op.secondOnlyIf() != null && op.secondOnlyIf() == next.holds()) {
                open.push(new Value(next.condition().operand(1), next.holds()));
                open.push(new Value(next.condition().operand(0), next.holds()));
            } else {
                inner = inner.plain(next.condition(), next.holds());
            }
        }
        return inner;
    }

    private record Value(Expr condition, boolean holds) {}

    /** Where a condition that is no connective has a value. */
    private PathConditions plain(Expr condition, boolean holds) {
        shared.conditions().add(condition);
        return made(condition, holds, List.of());
    }

    /** The body of a reduction over these ranges. */
    PathConditions over(List<Range> ranges) {
        return made(null, true, ranges);
    }

    Facts facts() {
        if (facts != null) {
            return facts;
        }
        List<PathConditions> missing = new ArrayList<>();
        PathConditions known = this;
        for (; known.facts == null; known = Objects.requireNonNull(known.parent)) {
            missing.add(known);
        }
        Facts all = known.facts;
        for (int k = missing.size() - 1; k >= 0; k--) {
            all = missing.get(k).own(all);
            missing.get(k).facts = all;
        }
        return all;
    }

    /** Whether what holds here contradicts itself: there is nothing here. */
    boolean isEmpty() {
        if (empty == null) {
            empty = shared.assumptions().contradictory(facts());
        }
        return empty;
    }

    private Facts own(Facts outer) {
        Key own = Objects.requireNonNull(key);
        if (own.condition() != null) {
            return shared.assumptions().assume(outer, own.condition(), own.holds());
        }
        Facts all = outer;
        for (Range range : own.ranges()) {
            all = all.withRange(range);
        }
        return all;
    }

    /** The innermost surroundings of both. */
    static PathConditions common(PathConditions one, PathConditions other) {
        PathConditions a = one;
        PathConditions b = other;
        while (a != b) {
            if (a.depth >= b.depth) {
                a = Objects.requireNonNull(a.parent);
            } else {
                b = Objects.requireNonNull(b.parent);
            }
        }
        return a;
    }

    /** Whether a condition holds here, or does not; null if neither is known. */
    @Nullable
    Boolean holds(Expr condition) {
        Map<Expr, @Nullable Boolean> known = new HashMap<>();
        for (Expr node : Graph.ascending(List.of(condition), PathConditions::isMadeOfConditions)) {
            known.put(node, value(node, known));
        }
        return known.get(condition);
    }

    private static boolean isMadeOfConditions(Expr node) {
        return node.op() != null && (node.op().negates() || node.op().secondOnlyIf() != null);
    }

    private @Nullable Boolean value(Expr node, Map<Expr, @Nullable Boolean> known) {
        if (shared.conditions().contains(node)) {
            for (PathConditions at = this; at.key != null; at = Objects.requireNonNull(at.parent)) {
                if (at.key.condition() == node) {
                    return at.key.holds();
                }
            }
        }
        Op op = node.op();
        if (op == null || !isMadeOfConditions(node)) {
            return compared(node);
        }
        Boolean first = known.get(node.operand(0));
        Boolean needed = op.secondOnlyIf();
        if (needed == null) {
            return first == null ? null : !first;
        }
        Boolean second = known.get(node.operand(1));
        if (first != null) {
            return first.equals(needed) ? second : first;
        }
        return needed.equals(second) ? null : second;
    }

    private @Nullable Boolean compared(Expr comparison) {
        if (!compared.containsKey(comparison)) {
            compared.put(comparison, shared.assumptions().decide(facts(), comparison));
        }
        return compared.get(comparison);
    }
}
