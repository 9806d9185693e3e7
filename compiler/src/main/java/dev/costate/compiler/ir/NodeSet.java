package dev.costate.compiler.ir;

/**
 * A set of nodes that only grows, for walks: 64 nodes with neighbouring ids share one word, so that a set of the nodes
 * of one equation takes no more than a few words and one of all nodes of a program a bit for each.
 */
public final class NodeSet {
    private static final int SHIFT = 6;

    /**
     * Of which ids each word tells: those that begin with this, plus 1; 0 where the slot is free. At most half are
     * taken.
     */
    private int[] keys = new int[8];

    private long[] words = new long[8];
    private int size;

    /** Adds a node; whether it was missing. */
    public boolean add(Expr node) {
        int slot = slot(node.id() >> SHIFT);
        if (keys[slot] == 0) {
            if (2 * ++size > keys.length) {
                grow();
                slot = slot(node.id() >> SHIFT);
            }
            keys[slot] = (node.id() >> SHIFT) + 1;
        }
        long before = words[slot];
        words[slot] |= 1L << node.id();
        return before != words[slot];
    }

    public boolean contains(Expr node) {
        return (words[slot(node.id() >> SHIFT)] >> node.id() & 1) != 0;
    }

    /** Where the word is or would be. */
    private int slot(int number) {
        int slot = (number * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(keys.length) + 1);
        while (keys[slot] != 0 && keys[slot] != number + 1) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        int[] oldKeys = keys;
        long[] oldWords = words;
        keys = new int[2 * oldKeys.length];
        words = new long[keys.length];
        for (int k = 0; k < oldKeys.length; k++) {
            if (oldKeys[k] != 0) {
                int slot = slot(oldKeys[k] - 1);
                keys[slot] = oldKeys[k];
                words[slot] = oldWords[k];
            }
        }
    }
}
