package dev.costate.compiler.ir;

import java.util.Arrays;

/**
 * Nodes that come out by descending ids, users before their operands: a heap. It holds what has been met and not been
 * passed yet, which is little even where the graph is large.
 */
final class NodeQueue {
    private Expr[] heap = new Expr[8];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(Expr node) {
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
