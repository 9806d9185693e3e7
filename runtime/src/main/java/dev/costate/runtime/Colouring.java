package dev.costate.runtime;

import java.util.Arrays;

/**
 * Which columns of a sparse matrix are computed together. Columns of one colour are summed: a matrix of n columns becomes
 * one of as many columns as there are colours, from which every entry of the pattern can be read off, since where it
 * stands nothing else was added.
 *
 * <p>Of a Jacobian, no two columns of a colour have an entry in the same row: a colouring at distance 2 of its bipartite
 * graph. Of a Hessian, of which one triangle is enough, adjacent vertices differ in colour and no path of four vertices
 * has only two colours: a star colouring. Acyclic colourings need fewer colours, but entries must be solved for, which
 * loses digits. See A. H. Gebremedhin, F. Manne, A. Pothen: What color is your Jacobian? Graph coloring for computing
 * derivatives, SIAM Review 47 (2005).
 *
 * <p>Both are greedy, in two orders, of which the one that leads to fewer colours is kept. The same pattern has the same
 * colouring everywhere. The time is at most proportional to the entries times the colours, so less than a few
 * evaluations of the compressed matrix.
 */
public final class Colouring {
    private final int[] colours;
    private final int count;
    private final int[] places;

    private Colouring(int[] colours, int count, int[] places) {
        this.colours = colours;
        this.count = count;
        this.places = places;
    }

    /** Of the columns of a matrix. */
    public static Colouring ofColumns(SparsePattern pattern) {
        int[] starts = pattern.rowStarts();
        int[] columns = pattern.columns();
        int n = pattern.shape().size(1);
        int[] colours = distinctInRows(starts, columns, n);
        int count = count(colours);
        int[] places = places(pattern, count);
        for (int row = 0; row < starts.length - 1; row++) {
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                places[k] = row * count + colours[columns[k]];
            }
        }
        return new Colouring(colours, count, places);
    }

    /**
     * Of the columns, which are the rows, of a symmetric matrix.
     *
     * @param lower the entries on and below the diagonal
     */
    public static Colouring ofSymmetric(SparsePattern lower) {
        StarColouring best = StarColouring.best(lower);
        int[] colours = best.colours();
        int count = count(colours);
        int[] starts = lower.rowStarts();
        int[] columns = lower.columns();
        int[] places = places(lower, count);
        for (int row = 0; row < starts.length - 1; row++) {
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                int column = columns[k];
                boolean direct = row == column || best.isAlone(row, colours[column]);
                places[k] = direct ? row * count + colours[column] : column * count + colours[row];
            }
        }
        return new Colouring(colours, count, places);
    }

    /** Room for the places of all entries. */
    private static int[] places(SparsePattern pattern, int count) {
        long size = (long) pattern.shape().size(0) * count;
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the matrix " + pattern.shape() + " takes " + count
                    + " colours: its compressed form would have " + size + " elements, more than an array can have");
        }
        return new int[pattern.size()];
    }

    /** Colours such that those of the columns of each row differ. */
    private static int[] distinctInRows(int[] starts, int[] columns, int n) {
        int widest = 0;
        for (int row = 0; row < starts.length - 1; row++) {
            widest = Math.max(widest, starts[row + 1] - starts[row]);
        }
        int[] identity = new int[n];
        Arrays.setAll(identity, k -> k);
        if (2L * widest > n) {
            return identity; // little to gain, and the search would be the square of the row
        }
        Adjacency rowsOf = Adjacency.transposed(starts, columns, n);
        int[] natural = distinctInRows(starts, columns, rowsOf, identity);
        if (count(natural) == widest) {
            return natural;
        }
        int[] byDegree = distinctInRows(starts, columns, rowsOf, rowsOf.byDegree());
        return count(byDegree) < count(natural) ? byDegree : natural;
    }

    private static int[] distinctInRows(int[] starts, int[] columns, Adjacency rowsOf, int[] order) {
        int[] colours = new int[order.length];
        Arrays.fill(colours, -1);
        int[] forbidden = new int[order.length + 1];
        Arrays.fill(forbidden, -1);
        for (int column : order) {
            for (int r = rowsOf.start(column); r < rowsOf.start(column + 1); r++) {
                int row = rowsOf.neighbour(r);
                for (int k = starts[row]; k < starts[row + 1]; k++) {
                    if (colours[columns[k]] >= 0) {
                        forbidden[colours[columns[k]]] = column;
                    }
                }
            }
            colours[column] = least(forbidden, column);
        }
        return colours;
    }

    /** The least colour that is not forbidden for a vertex. */
    static int least(int[] forbidden, int vertex) {
        int colour = 0;
        while (forbidden[colour] == vertex) {
            colour++;
        }
        return colour;
    }

    static int count(int[] colours) {
        return Arrays.stream(colours).max().orElse(-1) + 1;
    }

    /** The number of colours, which are counted from 0: that of columns of the compressed matrix. */
    public int count() {
        return count;
    }

    /** The colour of each column; a copy. */
    public int[] colours() {
        return colours.clone();
    }

    /**
     * For each entry of the pattern, where it stands in the compressed matrix, which has the rows of the matrix and a column
     * for each colour, row-major; a copy.
     */
    public int[] places() {
        return places.clone();
    }
}
