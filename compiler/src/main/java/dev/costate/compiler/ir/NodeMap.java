package dev.costate.compiler.ir;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a pass knows of nodes, found by their ids: 64 nodes with neighbouring ids share a page, so that a map of the
 * nodes of a few equations takes little memory, however many others there are.
 */
public final class NodeMap<V> {
    private static final int SHIFT = 6;
    private static final int PAGE = 1 << SHIFT;

    private @Nullable Object[] @Nullable [] pages = new Object[1 << 3][];

    /** What is known of a node, or null. */
    @SuppressWarnings("unchecked") // Only what put takes is in it.
    public @Nullable V get(Expr node) {
        @Nullable Object @Nullable [] page = page(node);
        return page == null ? null : (V) page[node.id() & (PAGE - 1)];
    }

    public V getOrDefault(Expr node, V otherwise) {
        V value = get(node);
        return value == null ? otherwise : value;
    }

    public boolean contains(Expr node) {
        return get(node) != null;
    }

    public void remove(Expr node) {
        @Nullable Object @Nullable [] page = page(node);
        if (page != null) {
            page[node.id() & (PAGE - 1)] = null;
        }
    }

    public void put(Expr node, V value) {
        @Nullable Object @Nullable [] page = page(node);
        if (page == null) {
            int number = node.id() >> SHIFT;
            if (number >= pages.length) {
                pages = Arrays.copyOf(pages, Math.max(number + 1, pages.length + pages.length / 2));
            }
            page = new @Nullable Object[PAGE];
            pages[number] = page;
        }
        page[node.id() & (PAGE - 1)] = value;
    }

    private @Nullable Object @Nullable [] page(Expr node) {
        int number = node.id() >> SHIFT;
        return number < pages.length ? pages[number] : null;
    }
}
