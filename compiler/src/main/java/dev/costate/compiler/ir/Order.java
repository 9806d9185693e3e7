package dev.costate.compiler.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders equations so that each comes after those that write what it reads. */
public final class Order {
    private final List<Equation> equations;
    private final Map<Tensor, List<Integer>> writers = new HashMap<>();
    private final Set<Integer> placed = new LinkedHashSet<>();

    private Order(List<Equation> equations) {
        this.equations = equations;
        for (int k = 0; k < equations.size(); k++) {
            writers.computeIfAbsent(equations.get(k).target(), t -> new ArrayList<>())
                    .add(k);
        }
    }

    /** The equations, in the order given where dependence leaves a choice. They must not depend on themselves. */
    public static List<Equation> byDependence(List<Equation> equations) {
        Order order = new Order(equations);
        for (int k = 0; k < equations.size(); k++) {
            order.place(k);
        }
        return order.placed.stream().map(equations::get).toList();
    }

    private void place(int root) {
        Deque<Integer> open = new ArrayDeque<>(List.of(root));
        Set<Integer> entered = new HashSet<>();
        while (!open.isEmpty()) {
            int k = open.peek();
            if (placed.contains(k) || !entered.add(k)) {
                placed.add(open.pop());
                continue;
            }
            List<Integer> waiting = new ArrayList<>(needs(k));
            for (int i = waiting.size() - 1; i >= 0; i--) {
                if (!placed.contains(waiting.get(i))) {
                    open.push(waiting.get(i));
                }
            }
        }
    }

    private Set<Integer> needs(int k) {
        Equation e = equations.get(k);
        Set<Integer> needs = new LinkedHashSet<>();
        for (Expr node : Graph.reads(e.guard() == null ? List.of(e.value()) : List.of(e.guard(), e.value()))) {
            Tensor read = ((Expr.Head.Read) node.head()).tensor();
            if (read != e.target()) {
                needs.addAll(writers.getOrDefault(read, List.of()));
            }
        }
        return needs;
    }
}
