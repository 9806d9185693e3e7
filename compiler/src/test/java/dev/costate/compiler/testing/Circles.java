package dev.costate.compiler.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Strongly connected components of a graph, by the algorithm of Tarjan. */
public final class Circles {
    private final Map<String, ? extends Set<String>> graph;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<List<String>> circles = new ArrayList<>();

    private Circles(Map<String, ? extends Set<String>> graph) {
        this.graph = graph;
    }

    /** The components of more than one node, each in alphabetic order. What is no key of the graph leads nowhere. */
    public static List<List<String>> of(Map<String, ? extends Set<String>> graph) {
        Circles circles = new Circles(graph);
        for (String node : graph.keySet()) {
            if (!circles.numbers.containsKey(node)) {
                circles.visit(node);
            }
        }
        return circles.circles;
    }

    private void visit(String node) {
        int number = numbers.size();
        numbers.put(node, number);
        lowest.put(node, number);
        open.push(node);
        for (String next : graph.containsKey(node) ? graph.get(node) : Set.<String>of()) {
            if (!numbers.containsKey(next)) {
                visit(next);
                lowest.merge(node, lowest.get(next), Math::min);
            } else if (open.contains(next)) {
                lowest.merge(node, numbers.get(next), Math::min);
            }
        }
        if (lowest.get(node) == number) {
            close(node);
        }
    }

    private void close(String node) {
        List<String> circle = new ArrayList<>();
        do {
            circle.add(open.pop());
        } while (!circle.contains(node));
        if (circle.size() > 1) {
            Collections.sort(circle);
            circles.add(circle);
        }
    }
}
