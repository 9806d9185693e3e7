package dev.costate.runtime;

/**
 * Where the derivatives of a sparse Jacobian go that is computed row by row. Each element of the output depends on so
 * many variables, each of them an input; the derivative by a variable goes to a slot, the place of the entry of that
 * input among the values of the pattern. Variables that are the same input share a slot.
 *
 * <p>Mostly all slots are entries, and all entries are slots: then values are written where the caller wants them. A
 * variable that is no input, or no entry of the pattern, has a slot behind those of all entries; then values are
 * written into an array that has room for it, and copied.
 */
public final class RowSlots {
    /** For each row, for each variable, its slot; and behind them how long the array is that they are slots of. */
    private final int[] table;

    private final int entries;
    private final boolean direct;

    private RowSlots(int[] table, int entries, boolean direct) {
        this.table = table;
        this.entries = entries;
        this.direct = direct;
    }

    /**
     * The slots of the variables of all rows.
     *
     * @param pattern the entries
     * @param columns for each row, for each of its variables, the set of just the input that it is; an empty set if it
     *     is none
     * @param variables how many variables rows have: the first, the second and so on, and then again
     */
    public static RowSlots of(SparsePattern pattern, IndexSet[] columns, int... variables) {
        int entries = pattern.size();
        int[] table = new int[Math.addExact(columns.length, 1)];
        boolean[] reached = new boolean[entries];
        int missing = entries;
        boolean beyond = false;
        int row = 0;
        int end = variables[0];
        for (int k = 0; k < columns.length; k++) {
            while (k == end) {
                row++;
                end += variables[row % variables.length];
            }
            int slot = columns[k].size() == 0
                    ? -1
                    : pattern.indexOf(row, columns[k].toArray()[0]);
            beyond |= slot < 0;
            table[k] = slot < 0 ? entries : slot;
            if (slot >= 0 && !reached[slot]) {
                reached[slot] = true;
                missing--;
            }
        }
        boolean direct = !beyond && missing == 0;
        table[columns.length] = direct ? entries : Math.addExact(entries, 1);
        return new RowSlots(table, entries, direct);
    }

    /**
     * The slots, and behind them how long the array is that they are in: the table itself, as generated classes read
     * it.
     */
    public int[] table() {
        return table;
    }

    /** A new array for {@link #target}: one that has room for all slots, an empty one if values have. */
    public double[] room() {
        return new double[direct ? 0 : entries + 1];
    }

    /**
     * What derivatives are written to.
     *
     * @param values the values of all entries
     * @param room see {@link #room}
     */
    public double[] target(double[] values, double[] room) {
        return direct ? values : room;
    }

    /** Copies the values of all entries from where they have been written, if that is not where they are wanted. */
    public void gather(double[] target, double[] values) {
        Checks.vector("values", values, entries);
        if (target != values) {
            System.arraycopy(target, 0, values, 0, entries);
        }
    }
}
