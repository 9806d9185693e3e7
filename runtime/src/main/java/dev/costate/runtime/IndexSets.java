package dev.costate.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sets of inputs while a sparse pattern is found: the inputs themselves, arrays of sets, and how much memory all
 * take. Generated classes make one for each pattern that they find.
 */
public final class IndexSets {
    /** How many elements the sets of one pattern may have together, unless a caller says otherwise: 512 megabytes. */
    public static final int MOST = 1 << 27;

    private final String what;
    private final int inputs;
    private final long most;
    private final Map<String, List<IndexSet[]>> arrays = new LinkedHashMap<>();
    private long counted;

    /**
     * The sets of so many inputs.
     *
     * @param what is to be found, for messages: {@code "sparse jacobian of y"}
     */
    public IndexSets(String what, int inputs) {
        this(what, inputs, MOST);
    }

    IndexSets(String what, int inputs, long most) {
        this.what = what;
        this.inputs = inputs;
        this.most = most;
    }

    /** For each input the set of just that. */
    public IndexSet[] each() {
        IndexSet[] each = new IndexSet[inputs];
        for (int k = 0; k < inputs; k++) {
            each[k] = new IndexSet(this, new int[] {k}, 1);
        }
        return each;
    }

    /** An array of sets, all empty. */
    public IndexSet[] array(String name, int length) {
        IndexSet[] array = new IndexSet[length];
        Arrays.fill(array, IndexSet.none());
        arrays.computeIfAbsent(name, n -> new ArrayList<>()).add(array);
        return array;
    }

    /** An array with so many sets for each of the rows of a matrix, one after the other and then again; all empty. */
    public IndexSet[] array(String name, int rows, int... each) {
        long size = (long) (rows / each.length) * Arrays.stream(each).sum();
        return array(name, Checks.size(name, size));
    }

    /** An array that is at least so long, the given one if it is; its elements may be any. */
    public IndexSet[] room(String name, IndexSet[] array, long length) {
        return length <= array.length ? array : array(name, Checks.size(name, length));
    }

    /** Notes that so many elements have been stored; looks how many are still there where that could be too many. */
    void count(int elements) {
        counted += elements;
        if (counted > most) {
            counted = 0;
            String largest = "";
            long largestHeld = 0;
            for (Map.Entry<String, List<IndexSet[]>> entry : arrays.entrySet()) {
                long held = 0;
                for (IndexSet[] array : entry.getValue()) {
                    for (IndexSet set : array) {
                        held += set.held();
                    }
                }
                counted += held;
                if (held > largestHeld) {
                    largest = entry.getKey();
                    largestHeld = held;
                }
            }
            if (counted > most) {
                throw new IllegalStateException(
                        "the pattern of the " + what + " takes too much memory: the elements of " + largest
                                + " depend on " + largestHeld + " inputs in all, and there is room for " + most);
            }
        }
    }

    /**
     * The pattern of a matrix with a column for each input.
     *
     * @param rows the set of columns of each row
     */
    public SparsePattern pattern(IndexSet[] rows) {
        return pattern(rows, false);
    }

    /** The same of a square matrix, without what is above its diagonal. */
    public SparsePattern lowerTriangle(IndexSet[] rows) {
        return pattern(rows, true);
    }

    private SparsePattern pattern(IndexSet[] rows, boolean lower) {
        int[][] columns = new int[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            boolean asBefore = !lower && row > 0 && rows[row] == rows[row - 1];
            columns[row] = asBefore ? columns[row - 1] : rows[row].toArray();
            if (lower) {
                int at = Arrays.binarySearch(columns[row], row + 1);
                columns[row] = Arrays.copyOf(columns[row], at < 0 ? -at - 1 : at);
            }
        }
        return SparsePattern.ofRows(Shape.of("", rows.length, inputs), columns);
    }
}
