package dev.costate.runtime;

import java.util.Arrays;

/**
 * Which columns of a sparse matrix are computed together. Columns of one colour are summed: a matrix of n columns
 * becomes one of as many columns as there are colours, from which every entry of the pattern can be read off, since
 * where it stands nothing else was added.
 *
 * <p>Of a Jacobian, no two columns of a colour have an entry in the same row: a colouring at distance 2 of its
 * bipartite graph. Of a Hessian, of which one triangle is enough, adjacent vertices differ in colour and no path of
 * four vertices has only two colours: a star colouring. Acyclic colourings need fewer colours, but entries must be
 * solved for, which loses digits. See A. H. Gebremedhin, F. Manne, A. Pothen: What color is your Jacobian? Graph
 * coloring for computing derivatives, SIAM Review 47 (2005).
 *
 * <p>Both are greedy, in two orders, of which the one that leads to fewer colours is kept. The same pattern has the
 * same colouring everywhere. The time is at most proportional to the entries times the colours, so less than a few
 * evaluations of the compressed matrix.
 */
public final class Colouring {
    private final int[] colours;
    private final int count;
    /** How many elements the compressed matrix has. */
    private final int size;

    private final int[] places;

    private Colouring(int[] colours, int count, int size, int[] places) {
        this.colours = colours;
        this.count = count;
        this.size = size;
        this.places = places;
    }

    /** Of the columns of a matrix. */
    public static Colouring ofColumns(SparsePattern pattern) {
        Adjacency columnsOf = Adjacency.ofRows(pattern);
        int[] colours =
                distinctInRows(columnsOf, columnsOf.transposed(pattern.shape().size(1)));
        int count = count(colours);
        int size = size(pattern, pattern.shape().size(0), count);
        int[] places = new int[pattern.size()];
        for (int row = 0; row < columnsOf.size(); row++) {
            for (int k = columnsOf.start(row); k < columnsOf.start(row + 1); k++) {
                places[k] = row * count + colours[columnsOf.neighbour(k)];
            }
        }
        return new Colouring(colours, count, size, places);
    }

    /**
     * Of the rows of a matrix: rows of one colour are summed. The compressed matrix has its columns and a row a colour.
     */
    public static Colouring ofRows(SparsePattern pattern) {
        Adjacency columnsOf = Adjacency.ofRows(pattern);
        int columns = pattern.shape().size(1);
        int[] colours = distinctInRows(columnsOf.transposed(columns), columnsOf);
        int count = count(colours);
        int size = size(pattern, columns, count);
        int[] places = new int[pattern.size()];
        for (int row = 0; row < columnsOf.size(); row++) {
            for (int k = columnsOf.start(row); k < columnsOf.start(row + 1); k++) {
                places[k] = colours[row] * columns + columnsOf.neighbour(k);
            }
        }
        return new Colouring(colours, count, size, places);
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
        int size = size(lower, colours.length, count);
        Adjacency columnsOf = Adjacency.ofRows(lower);
        int[] places = new int[lower.size()];
        for (int row = 0; row < columnsOf.size(); row++) {
            for (int k = columnsOf.start(row); k < columnsOf.start(row + 1); k++) {
                int column = columnsOf.neighbour(k);
                boolean direct = row == column || best.isAlone(row, colours[column]);
                places[k] = direct ? row * count + colours[column] : column * count + colours[row];
            }
        }
        return new Colouring(colours, count, size, places);
    }

    private static int size(SparsePattern pattern, int side, int count) {
        long size = (long) side * count;
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the matrix " + pattern.shape() + " takes " + count
                    + " colours: its compressed form would have " + size + " elements, more than an array can have");
        }
        return (int) size;
    }

    /** Colours such that those of the columns of each row differ. */
    private static int[] distinctInRows(Adjacency columnsOf, Adjacency rowsOf) {
        int n = rowsOf.size();
        int widest = columnsOf.mostNeighbours();
        int[] identity = new int[n];
        Arrays.setAll(identity, k -> k);
        if (2L * widest > n) {
            return identity; // little to gain, and the search would be the square of the row
        }
        int[] natural = distinctInRows(columnsOf, rowsOf, identity);
        if (count(natural) == widest) {
            return natural;
        }
        int[] byDegree = distinctInRows(columnsOf, rowsOf, rowsOf.byDegree());
        return count(byDegree) < count(natural) ? byDegree : natural;
    }

    private static int[] distinctInRows(Adjacency columnsOf, Adjacency rowsOf, int[] order) {
        int[] colours = new int[order.length];
        Arrays.fill(colours, -1);
        int[] forbidden = new int[order.length + 1];
        Arrays.fill(forbidden, -1);
        for (int column : order) {
            for (int r = rowsOf.start(column); r < rowsOf.start(column + 1); r++) {
                int row = rowsOf.neighbour(r);
                for (int k = columnsOf.start(row); k < columnsOf.start(row + 1); k++) {
                    int colour = colours[columnsOf.neighbour(k)];
                    if (colour >= 0) {
                        forbidden[colour] = column;
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

    /** The number of colours, which are counted from 0. */
    public int count() {
        return count;
    }

    /** The colour of each column, or row; a copy. */
    public int[] colours() {
        return colours.clone();
    }

    /** The same, and behind them the number of colours: as generated classes take it. */
    public int[] table() {
        int[] table = Arrays.copyOf(colours, colours.length + 1);
        table[colours.length] = count;
        return table;
    }

    /**
     * How many elements the compressed matrix has: a column for each colour instead of the columns, or a row for each
     * instead of the rows, row-major.
     */
    public int size() {
        return size;
    }

    /** For each entry of the pattern, where it stands in the compressed matrix; a copy. */
    public int[] places() {
        return places.clone();
    }

    /**
     * Reads the entries of the pattern off the compressed matrix.
     *
     * @param values one for each entry; every one is overwritten
     * @throws ShapeException if an array is of another length
     */
    public void gather(double[] compressed, double[] values) {
        Checks.vector("compressed", compressed, size);
        Checks.vector("values", values, places.length);
        for (int k = 0; k < places.length; k++) {
            values[k] = compressed[places[k]];
        }
    }
}
