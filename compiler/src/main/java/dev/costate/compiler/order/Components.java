package dev.costate.compiler.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The strongly connected components of a graph, by Tarjan's algorithm with a stack of its own: R. Tarjan, Depth-first
 * search and linear graph algorithms, SIAM J. Comput. 1 (1972).
 */
public final class Components {
    private static final int UNSEEN = -1;

    private final IntFunction<? extends Collection<Integer>> needs;
    private final int[] number;
    private final int[] low;
    private final boolean[] isOpen;
    private final Deque<Integer> open = new ArrayDeque<>();
    private final Deque<Integer> path = new ArrayDeque<>();
    private final Deque<Iterator<Integer>> next = new ArrayDeque<>();
    private final List<List<Integer>> components = new ArrayList<>();
    private int entered;

    private Components(int count, IntFunction<? extends Collection<Integer>> needs) {
        this.needs = needs;
        this.number = new int[count];
        this.low = new int[count];
        this.isOpen = new boolean[count];
        Arrays.fill(number, UNSEEN);
    }

    /**
     * The components, each after those it needs and otherwise in the order of their numbers; the members of each in
     * ascending order.
     *
     * @param count how many nodes there are, numbered from 0
     * @param needs the nodes that each needs, those to come first first
     */
    public static List<List<Integer>> of(int count, IntFunction<? extends Collection<Integer>> needs) {
        Components search = new Components(count, needs);
        for (int node = 0; node < count; node++) {
            if (search.number[node] == UNSEEN) {
                search.enter(node);
                while (!search.path.isEmpty()) {
                    search.step();
                }
            }
        }
        return search.components;
    }

    private void enter(int node) {
        number[node] = entered;
        low[node] = entered++;
        isOpen[node] = true;
        open.push(node);
        path.push(node);
        next.push(needs.apply(node).iterator());
    }

    private void step() {
        int node = path.element();
        if (next.element().hasNext()) {
            int needed = next.element().next();
            if (number[needed] == UNSEEN) {
                enter(needed);
            } else if (isOpen[needed]) {
                low[node] = Math.min(low[node], number[needed]);
            }
            return;
        }
        path.pop();
        next.pop();
        if (!path.isEmpty()) {
            low[path.element()] = Math.min(low[path.element()], low[node]);
        }
        if (low[node] == number[node]) {
            close(node);
        }
    }

    private void close(int root) {
        List<Integer> component = new ArrayList<>();
        int node;
        do {
            node = open.pop();
            isOpen[node] = false;
            component.add(node);
        } while (node != root);
        Collections.sort(component);
        components.add(component);
    }
}
