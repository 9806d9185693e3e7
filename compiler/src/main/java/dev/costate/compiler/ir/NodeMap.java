package dev.costate.compiler.ir;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a pass knows of the nodes of a whole program, found by their ids. Of few nodes a map by hash takes less memory:
 * this one has room for all that were made before the last of its own.
 */
public final class NodeMap<V> {
    private @Nullable Object[] values = new Object[1 << 6];

    /** What is known of a node, or null. */
    @SuppressWarnings("unchecked") // Only what put takes is in it.
    public @Nullable V get(Expr node) {
        return node.id() < values.length ? (V) values[node.id()] : null;
    }

    public V getOrDefault(Expr node, V otherwise) {
        V value = get(node);
        return value == null ? otherwise : value;
    }

    public boolean contains(Expr node) {
        return get(node) != null;
    }

    public void remove(Expr node) {
        if (node.id() < values.length) {
            values[node.id()] = null;
        }
    }

    public void put(Expr node, V value) {
        if (node.id() >= values.length) {
            values = Arrays.copyOf(values, Math.max(node.id() + 1, values.length + values.length / 2));
        }
        values[node.id()] = value;
    }
}
