package dev.costate.compiler.ir;

/** A set of nodes that only grows, for walks: nodes found by their ids, without an object for each. */
public final class NodeSet {
    private Expr[] slots = new Expr[16];
    private int size;

    /** Adds a node; whether it was missing. */
    public boolean add(Expr node) {
        int slot = slot(node);
        if (slots[slot] != null) {
            return false;
        }
        slots[slot] = node;
        if (2 * ++size > slots.length) {
            grow();
        }
        return true;
    }

    public boolean contains(Expr node) {
        return slots[slot(node)] != null;
    }

    /** Where the node is or would be. */
    private int slot(Expr node) {
        int slot = (node.id() * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
        while (slots[slot] != null && slots[slot] != node) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        Expr[] nodes = slots;
        slots = new Expr[2 * nodes.length];
        for (Expr node : nodes) {
            if (node != null) {
                slots[slot(node)] = node;
            }
        }
    }
}
