package dev.costate.runtime;

import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * Where the entries of a matrix stand in the array that a method writes.
 *
 * @param size the number of entries that are written
 * @param row of the entry at a place
 * @param column of the entry at a place
 * @param place of an entry; {@link #ZERO} if it is not written since it is 0, {@link #UNKNOWN} if it is not asked for
 * @param extent which entries those that are written stand for
 */
record MatrixPlaces(int size, IntUnaryOperator row, IntUnaryOperator column, IntBinaryOperator place, Extent extent) {
    /** Which entries those that are written stand for. */
    enum Extent {
        /** For themselves; all others are 0. */
        WHOLE,
        /** Those below the diagonal for those above as well; all others are 0. */
        LOWER,
        /** For themselves; of others nothing is known, so that there is no product with a vector. */
        DIAGONAL
    }

    static final int ZERO = -1;
    static final int UNKNOWN = -2;

    /** All entries, row by row. */
    static MatrixPlaces rows(int m, int n) {
        int size = Checks.size("the number of derivatives", (long) m * n);
        return new MatrixPlaces(size, k -> k / n, k -> k % n, (i, j) -> i * n + j, Extent.WHOLE);
    }

    /** All entries, column by column. */
    static MatrixPlaces columns(int m, int n) {
        int size = Checks.size("the number of derivatives", (long) m * n);
        return new MatrixPlaces(size, k -> k % m, k -> k / m, (i, j) -> j * m + i, Extent.WHOLE);
    }

    /** Those on the diagonal; of others nothing is said. */
    static MatrixPlaces diagonal(int n) {
        return new MatrixPlaces(n, k -> k, k -> k, (i, j) -> i == j ? i : UNKNOWN, Extent.DIAGONAL);
    }

    /** Those of a pattern; others are 0. */
    static MatrixPlaces sparse(SparsePattern pattern) {
        int[] rows = pattern.rows();
        int[] columns = pattern.columns();
        return new MatrixPlaces(rows.length, k -> rows[k], k -> columns[k], pattern::indexOf, Extent.WHOLE);
    }

    /** Those of a pattern of the lower triangle of a symmetric matrix. */
    static MatrixPlaces lower(SparsePattern pattern) {
        MatrixPlaces below = sparse(pattern);
        IntBinaryOperator place = (i, j) -> pattern.indexOf(Math.max(i, j), Math.min(i, j));
        return new MatrixPlaces(below.size, below.row, below.column, place, Extent.LOWER);
    }

    /** u · M d. */
    double form(double[] entries, double[] u, double[] d) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            int i = row.applyAsInt(k);
            int j = column.applyAsInt(k);
            sum += entries[k] * (u[i] * d[j]);
            if (extent == Extent.LOWER && i != j) {
                sum += entries[k] * (u[j] * d[i]);
            }
        }
        return sum;
    }
}
