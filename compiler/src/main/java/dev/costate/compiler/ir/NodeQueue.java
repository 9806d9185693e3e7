package dev.costate.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that come out once each, by descending ids, users before their operands: a heap. It holds what has been met and
 * not been passed yet, which is little even where the graph is large; so a node that is in it already is mostly found
 * by looking through it.
 */
final class NodeQueue {
    /** Of more nodes a set tells which are there. */
    private static final int FEW = 16;

    private Expr[] heap = new Expr[8];
    private int size;
    private @Nullable NodeSet met;

    NodeQueue(Collection<Expr> nodes) {
        nodes.forEach(this::add);
    }

    /**
     * Takes all out, and what they reach, going on below a node only where {@code enter} says so.
     *
     * @return operands before users
     */
    List<Expr> ascending(Predicate<Expr> enter) {
        List<Expr> nodes = new ArrayList<>();
        while (!isEmpty()) {
            Expr node = remove();
            nodes.add(node);
            if (node.arity() > 0 && enter.test(node)) {
                for (int k = 0; k < node.arity(); k++) {
                    add(node.operand(k));
                }
            }
        }
        Collections.reverse(nodes);
        return nodes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a node unless it is there; one that has been taken out, after all its users, does not come again. */
    void add(Expr node) {
        if (!isNew(node)) {
            return;
        }
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int at = size++;
        while (at > 0 && heap[(at - 1) / 2].id() < node.id()) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = node;
    }

    private boolean isNew(Expr node) {
        if (met != null) {
            return met.add(node);
        }
        for (int k = 0; k < size; k++) {
            if (heap[k] == node) {
                return false;
            }
        }
        if (size == FEW) {
            met = new NodeSet();
            for (int k = 0; k < size; k++) {
                met.add(heap[k]);
            }
            met.add(node);
        }
        return true;
    }

    /** Takes the node with the greatest id. */
    Expr remove() {
        Expr first = heap[0];
        Expr last = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1].id() > heap[child].id()) {
                child++;
            }
            if (heap[child].id() <= last.id()) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }
}
