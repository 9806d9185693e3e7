package dev.costate.runtime;

import java.util.Arrays;

/**
 * Which entries of a matrix need not be zero: their coordinates, counted from 0, by row and within a row by column,
 * each once. An array of values in this order goes with it. Never changes.
 */
public final class SparsePattern {
    private static final int SHOWN = 12;

    private final Shape shape;
    /** Where each row starts in {@link #columns}, and where the last one ends. */
    private final int[] rowStarts;

    private final int[] columns;

    private SparsePattern(Shape shape, int[] rowStarts, int[] columns) {
        this.shape = shape;
        this.rowStarts = rowStarts;
        this.columns = columns;
    }

    /**
     * A pattern from the coordinates of its entries, in any order; one that is given several times is one entry.
     *
     * @param shape of the matrix
     * @param rows the row of each entry
     * @param columns the column of each entry
     * @throws ShapeException if the shape has no two axes, the arrays differ in length, or a coordinate isn't in the
     *     matrix
     */
    public static SparsePattern of(Shape shape, int[] rows, int[] columns) {
        matrix(shape);
        Checks.array("columns", columns, Shape.of("", rows.length));
        Checks.indices("rows", rows, shape.size(0));
        int[] starts = new int[shape.size(0) + 1];
        for (int row : rows) {
            starts[row + 1]++;
        }
        for (int row = 0; row < shape.size(0); row++) {
            starts[row + 1] += starts[row];
        }
        int[] next = starts.clone();
        int[] sorted = new int[columns.length];
        for (int k = 0; k < rows.length; k++) {
            sorted[next[rows[k]]++] = columns[k];
        }
        int[][] columnsOfRows = new int[shape.size(0)][];
        for (int row = 0; row < columnsOfRows.length; row++) {
            columnsOfRows[row] = Arrays.copyOfRange(sorted, starts[row], starts[row + 1]);
        }
        return ofRows(shape, columnsOfRows);
    }

    /**
     * A pattern from the columns of the entries of each row, in any order; one that is given several times is one
     * entry. Rows may share an array.
     *
     * @param shape of the matrix
     * @param columnsOfRows one array a row
     * @throws ShapeException if the shape has no two axes, the number of arrays isn't that of the rows, or a column
     *     isn't in the matrix
     * @throws IllegalArgumentException if there are more entries than an array can have; the message says how many
     */
    public static SparsePattern ofRows(Shape shape, int[]... columnsOfRows) {
        matrix(shape);
        if (columnsOfRows.length != shape.size(0)) {
            throw new ShapeException("expected columns for " + shape.size(0) + " rows, got " + columnsOfRows.length);
        }
        int[][] distinct = new int[columnsOfRows.length][];
        long count = 0;
        for (int row = 0; row < distinct.length; row++) {
            boolean asBefore = row > 0 && columnsOfRows[row] == columnsOfRows[row - 1];
            distinct[row] = asBefore ? distinct[row - 1] : distinct(columnsOfRows[row], row, shape.size(1));
            count += distinct[row].length;
        }
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the sparse pattern would have " + count + " entries, more than an array can have");
        }
        int[] starts = new int[distinct.length + 1];
        int[] columns = new int[(int) count];
        for (int row = 0; row < distinct.length; row++) {
            starts[row + 1] = starts[row] + distinct[row].length;
            System.arraycopy(distinct[row], 0, columns, starts[row], distinct[row].length);
        }
        return new SparsePattern(shape, starts, columns);
    }

    private static void matrix(Shape shape) {
        if (shape.rank() != 2) {
            throw new ShapeException("expected the shape of a matrix, got " + shape);
        }
    }

    private static int[] distinct(int[] columns, int row, int below) {
        Checks.indices("row " + row + ", columns", columns, below);
        int[] sorted = columns.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int column : sorted) {
            if (count == 0 || sorted[count - 1] != column) {
                sorted[count++] = column;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    /** The shape of the matrix. */
    public Shape shape() {
        return shape;
    }

    /** The number of entries. */
    public int size() {
        return columns.length;
    }

    /** The row of each entry; a copy. */
    public int[] rows() {
        int[] rows = new int[columns.length];
        for (int row = 0; row < shape.size(0); row++) {
            Arrays.fill(rows, rowStarts[row], rowStarts[row + 1], row);
        }
        return rows;
    }

    /** The column of each entry; a copy. */
    public int[] columns() {
        return columns.clone();
    }

    /**
     * The place of the first entry of each row, and behind them the number of entries: with {@link #columns()} the
     * compressed sparse row format. A copy, one longer than there are rows.
     */
    public int[] rowStarts() {
        return rowStarts.clone();
    }

    /** The place of an entry in the order of entries, or -1 if the pattern doesn't have it. */
    public int indexOf(int row, int column) {
        Checks.index("row", row, shape.size(0));
        Checks.index("column", column, shape.size(1));
        return Math.max(-1, Arrays.binarySearch(columns, rowStarts[row], rowStarts[row + 1], column));
    }

    /**
     * The whole matrix in row-major order, with zeros where there is no entry.
     *
     * @param values one for each entry
     * @throws ShapeException if there are more or fewer values, or the matrix is more than an array can hold
     */
    public double[] dense(double[] values) {
        Checks.vector("values", values, columns.length);
        double[] matrix = new double[shape.count()];
        for (int row = 0; row < shape.size(0); row++) {
            for (int k = rowStarts[row]; k < rowStarts[row + 1]; k++) {
                matrix[row * shape.size(1) + columns[k]] = values[k];
            }
        }
        return matrix;
    }

    /**
     * The values of the entries of a matrix, in the order of this pattern.
     *
     * @param matrix all of it, row-major
     * @param values one for each entry; every one is overwritten
     * @throws ShapeException if an array is of another length
     */
    public void gather(double[] matrix, double[] values) {
        Checks.vector("matrix", matrix, shape.count());
        Checks.vector("values", values, columns.length);
        for (int row = 0; row < shape.size(0); row++) {
            for (int k = rowStarts[row]; k < rowStarts[row + 1]; k++) {
                values[k] = matrix[row * shape.size(1) + columns[k]];
            }
        }
    }

    /** Whether the other is a pattern with the same entries in a matrix of the same sizes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SparsePattern pattern
                && shape.sizes().equals(pattern.shape.sizes())
                && Arrays.equals(rowStarts, pattern.rowStarts)
                && Arrays.equals(columns, pattern.columns);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rowStarts) + Arrays.hashCode(columns);
    }

    /** The shape, the number of entries and the first of them: {@code 2 × 3, 2 entries: [0, 2] [1, 0]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(shape).append(", ").append(size()).append(size() == 1 ? " entry" : " entries");
        String separator = ": ";
        int row = 0;
        for (int k = 0; k < Math.min(SHOWN, size()); k++) {
            while (rowStarts[row + 1] <= k) {
                row++;
            }
            text.append(separator)
                    .append('[')
                    .append(row)
                    .append(", ")
                    .append(columns[k])
                    .append(']');
            separator = " ";
        }
        return text.append(size() > SHOWN ? " …" : "").toString();
    }
}
