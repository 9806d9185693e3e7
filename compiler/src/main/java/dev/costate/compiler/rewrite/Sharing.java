package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Equation;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Graph;
import dev.costate.compiler.ir.NodeMap;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.SharedLoops;
import dev.costate.compiler.ir.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Gives what several equations have in common an equation of its own, so that no later pass goes through it more than
 * once: without it, the n derivatives of a product of n factors would each walk all n. Only values without indices, of
 * some size, and not within a branch (which would have to be taken first).
 */
public final class Sharing {
    /** Smaller expressions are as cheap to compute again as to store. */
    private static final int SMALL = 8;

    private final Exprs make;
    private final List<Equation> equations;
    private final int owning;
    /** The first equation that evaluates a node whatever conditions hold. */
    private final NodeMap<Integer> owners = new NodeMap<>();
    /** The first equation that holds a node, be it under a condition. */
    private final NodeMap<Integer> earliest = new NodeMap<>();

    private final NodeMap<Integer> sizes = new NodeMap<>();
    private final TreeMap<Integer, Expr> shared = new TreeMap<>();

    private Sharing(Exprs make, List<Equation> equations, int owning) {
        this.make = make;
        this.equations = equations;
        this.owning = owning;
    }

    /**
     * For each of the equations, in their order, those that stand for it now, itself the last.
     *
     * @param owning only what the first so many equations hold gets an equation, beside theirs
     */
    public static List<List<Equation>> share(Exprs make, List<Equation> equations, int owning) {
        Sharing sharing = new Sharing(make, equations, owning);
        for (int k = 0; k < equations.size(); k++) {
            sharing.claim(k);
        }
        return sharing.shared.isEmpty() ? equations.stream().map(List::of).toList() : sharing.rewritten();
    }

    private void meet(Integer k) {
        Deque<Expr> open = new ArrayDeque<>(equations.get(k).roots());
        while (!open.isEmpty()) {
            Expr node = open.pop();
            if (!earliest.contains(node)) {
                earliest.put(node, k);
                push(node, node.arity(), open);
            }
        }
    }

    /** Walks what no equation before has walked; what one has is common. */
    private void claim(Integer k) {
        Equation e = equations.get(k);
        if (e.guard() != null) {
            return;
        }
        Deque<Expr> open = new ArrayDeque<>(List.of(e.value()));
        while (!open.isEmpty()) {
            Expr node = open.pop();
            Integer owner = owners.get(node);
            if (owner == null) {
                owners.put(node, k);
                boolean choice = node.head() instanceof Expr.Head.Choice
                        || (node.op() != null && node.op().secondOnlyIf() != null);
                push(node, choice ? 1 : node.arity(), open);
            } else if (!owner.equals(k) && owner < owning && node.free().isEmpty() && isLarge(node)) {
                shared.put(node.id(), node);
            }
        }
    }

    private static void push(Expr node, int operands, Deque<Expr> open) {
        for (int k = 0; k < operands; k++) {
            open.push(node.operand(k));
        }
    }

    private boolean isLarge(Expr root) {
        for (Expr node : Graph.ascending(List.of(root), n -> !sizes.contains(n))) {
            int size = node.arity() == 0 || node.isCondition() ? 0 : 1;
            for (int k = 0; k < node.arity(); k++) {
                size = Math.min(SMALL, size + sizes.getOrDefault(node.operand(k), 0));
            }
            if (!sizes.contains(node)) {
                sizes.put(node, size);
            }
        }
        return !root.isCondition() && sizes.getOrDefault(root, 0) >= SMALL;
    }

    private List<List<Equation>> rewritten() {
        NodeMap<Expr> done = new NodeMap<>();
        Map<Integer, List<Equation>> made = new HashMap<>();
        int[] starts = starts();
        for (int k = 0; k < equations.size(); k++) {
            meet(k);
        }
        for (Expr node : shared.values()) {
            int first = Objects.requireNonNull(earliest.get(node));
            Equation e = equations.get(first);
            Expr value = make.rebuild(node, node.images(o -> rewrite(o, done)));
            Tensor target = make.tensors().temporary("common", List.of(), e.span());
            made.computeIfAbsent(starts[first], o -> new ArrayList<>())
                    .add(new Equation(target, List.of(), List.of(), null, Reduction.SET, value, e.span()));
            done.put(node, make.read(target, List.of()));
        }
        List<List<Equation>> result = new ArrayList<>();
        for (int k = 0; k < equations.size(); k++) {
            Equation e = equations.get(k);
            List<Equation> group = made.getOrDefault(k, new ArrayList<>());
            group.add(e.with(e.guard() == null ? null : rewrite(e.guard(), done), rewrite(e.value(), done)));
            result.add(group);
        }
        return result;
    }

    /** For each equation, where its group starts: what has no index is computed before the loop. */
    private int[] starts() {
        int[] starts = new int[equations.size()];
        int at = 0;
        for (List<Equation> group : SharedLoops.groups(equations, 0)) {
            Arrays.fill(starts, at, at + group.size(), at);
            at += group.size();
        }
        return starts;
    }

    private Expr rewrite(Expr root, NodeMap<Expr> done) {
        return Graph.rebuild(root, make::rebuild, done);
    }
}
