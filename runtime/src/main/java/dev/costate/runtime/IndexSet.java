package dev.costate.runtime;

import java.util.Arrays;

/**
 * The set of the inputs that a quantity depends on, by their numbers: what generated classes compute sparse patterns
 * with. A set is complete once it has been read; sets with the same elements share them where that is found for
 * nothing.
 */
public final class IndexSet {
    private static final IndexSet NONE = new IndexSet(new IndexSets("nothing", 0), new int[0], 0);

    /** So many elements are gathered before those that came twice are looked for. */
    private static final int LOOSE = 16;

    /** Where the elements count. */
    private final IndexSets all;

    /** The first {@link #settled} ascend, each once; those behind them up to {@link #size} are in any order. */
    private int[] elements;

    private int settled;
    private int size;
    /** Whether the array belongs to another set, too. */
    private boolean shared;

    IndexSet(IndexSets all, int[] elements, int size) {
        this.all = all;
        this.elements = elements;
        this.settled = size;
        this.size = size;
    }

    /** The set without elements. */
    public static IndexSet none() {
        return NONE;
    }

    /** What is in either of two sets; one of them, if the other adds nothing to it. */
    public static IndexSet union(IndexSet a, IndexSet b) {
        a.settle();
        b.settle();
        if (b.size == 0 || a.elements == b.elements) {
            return a;
        } else if (a.size == 0) {
            return b;
        }
        int[] merged = new int[a.size + b.size];
        int size = merge(a.elements, a.size, b.elements, b.size, merged);
        if (size == a.size || size == b.size) {
            return size == a.size ? a : b;
        }
        a.all.count(size);
        return new IndexSet(a.all, size == merged.length ? merged : Arrays.copyOf(merged, size), size);
    }

    /**
     * Adds to a set that is being gathered.
     *
     * @param to what has been gathered so far, {@link #none} at first
     * @return what has been gathered with that: the same object, but for the first time
     */
    public static IndexSet add(IndexSet to, IndexSet more) {
        more.settle();
        if (more.size == 0) {
            return to;
        }
        IndexSet set = to == NONE ? new IndexSet(more.all, NONE.elements, 0) : to;
        set.append(more);
        return set;
    }

    private void append(IndexSet more) {
        if (size == 0) {
            elements = more.elements;
            settled = more.size;
            size = more.size;
            shared = true;
            return;
        } else if (elements == more.elements) {
            return;
        }
        if (shared || size + more.size > elements.length) {
            int length = Math.max(size + more.size, (int) Math.min(2L * size, IndexSets.MOST));
            all.count(length - (shared ? 0 : elements.length));
            elements = Arrays.copyOf(elements, length);
            shared = false;
        }
        System.arraycopy(more.elements, 0, elements, size, more.size);
        boolean ascending = settled == size && more.elements[0] > elements[size - 1];
        size += more.size;
        if (ascending) {
            settled = size;
        } else if (size > 2 * settled + LOOSE) {
            settle();
        }
    }

    /** Sorts what has been added, and leaves out what came twice. */
    private void settle() {
        if (settled == size) {
            return;
        }
        Arrays.sort(elements, settled, size);
        int[] merged = new int[size];
        int[] added = Arrays.copyOfRange(elements, settled, size);
        int count = merge(elements, settled, added, added.length, merged);
        elements = merged;
        settled = count;
        size = count;
    }

    /** Merges two ascending lists, the second of which may repeat itself; how many elements there are then. */
    private static int merge(int[] a, int aEnd, int[] b, int bEnd, int[] into) {
        int i = 0;
        int j = 0;
        int count = 0;
        while (i < aEnd || j < bEnd) {
            int next = j == bEnd || (i < aEnd && a[i] <= b[j]) ? a[i++] : b[j++];
            if (count == 0 || into[count - 1] != next) {
                into[count++] = next;
            }
        }
        return count;
    }

    /** How many elements it has. */
    public int size() {
        settle();
        return size;
    }

    /** The elements, ascending; a copy. */
    public int[] toArray() {
        settle();
        return Arrays.copyOf(elements, size);
    }

    /** How much memory its elements take, as a number of them; those that another set has, too, count there. */
    int held() {
        return shared ? 0 : elements.length;
    }

    @Override
    public String toString() {
        return Arrays.toString(toArray());
    }
}
