package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Guards;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what is computed under one condition, so that it is one branch, which computes once what its
 * equations have in common: a choice between two values becomes two equations under a condition, and equations follow
 * others under the same condition or its opposite where they need nothing that stands between.
 */
public final class Branching {
    private Branching() {}

    /** The equations without choices between whole values, by condition. */
    public static List<Equation> group(Exprs make, List<Equation> equations) {
        List<Equation> all = new ArrayList<>();
        equations.forEach(e -> all.addAll(branches(make, e)));
        Map<Expr, Integer> last = new HashMap<>();
        for (int k = 0; k < all.size(); k++) {
            Expr condition = condition(all.get(k));
            if (condition != null) {
                last.put(condition, k);
            }
        }
        BitSet placed = new BitSet();
        List<Equation> result = new ArrayList<>();
        for (int k = 0; k < all.size(); k++) {
            Equation first = all.get(k);
            if (placed.get(k)) {
                continue;
            }
            result.add(first);
            Expr condition = condition(first);
            if (condition == null || isOrdered(first)) {
                continue;
            }
            int end = Objects.requireNonNull(last.get(condition));
            Set<Tensor> waiting = new HashSet<>();
            // Behind the last one under its condition none can follow.
            for (int next = placed.nextClearBit(k + 1); next <= end; next = placed.nextClearBit(next + 1)) {
                Equation e = all.get(next);
                if (condition(e) == condition && e.domain().equals(first.domain()) && isIndependent(e, waiting)) {
                    result.add(e);
                    placed.set(next);
                } else {
                    waiting.add(e.target());
                }
            }
        }
        return result;
    }

    /** Whether it runs in a loop together with others: there it stays. */
    private static boolean isOrdered(Equation e) {
        return e.domain().stream().anyMatch(Range::isShared);
    }

    /** Whether an equation neither reads nor writes what others do that it would come before. */
    private static boolean isIndependent(Equation e, Set<Tensor> waiting) {
        return !waiting.contains(e.target())
                && e.reads().stream().noneMatch(node -> waiting.contains(((Expr.Head.Read) node.head()).tensor()));
    }

    /** The condition of an equation or that it is the opposite of; null if it has none. */
    private static @Nullable Expr condition(Equation e) {
        Expr guard = e.guard();
        return guard != null && guard.op() == Connectives.NOT ? guard.operand(0) : guard;
    }

    /** An equation whose value is a choice as one for each value that may be chosen. */
    private static List<Equation> branches(Exprs make, Equation equation) {
        List<Equation> result = new ArrayList<>();
        Deque<Equation> open = new ArrayDeque<>(List.of(equation));
        while (!open.isEmpty()) {
            Equation e = open.pop();
            boolean adds = e.reduction() == Reduction.SUM && !isOrdered(e);
            boolean sets = e.reduction() == Reduction.SET && !isOrdered(e);
            if (!(e.value().head() instanceof Expr.Head.Choice) || !(adds || sets)) {
                result.add(e);
                continue;
            }
            Expr condition = e.value().operand(0);
            for (int branch = 2; branch >= 1; branch--) {
                Expr value = e.value().operand(branch);
                Expr holds = branch == 1 ? condition : make.apply(Connectives.NOT, condition);
                if (!adds || !value.isNumber(0)) {
                    open.push(e.with(Guards.and(make, e.guard(), holds), value));
                }
            }
        }
        return result;
    }
}
