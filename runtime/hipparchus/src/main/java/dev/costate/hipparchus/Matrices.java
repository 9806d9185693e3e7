package dev.costate.hipparchus;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;

/** Matrices of Hipparchus from arrays in row-major order. */
final class Matrices {
    private Matrices() {}

    /** The matrix of these rows, which become its own. */
    static RealMatrix of(double[][] rows) {
        return new Array2DRowRealMatrix(rows, false);
    }

    /**
     * Some neighbouring columns of a matrix, copied, row by row.
     *
     * @param width the number of columns of the whole matrix
     */
    static double[][] rows(double[] entries, int height, int width, int firstColumn, int columns) {
        double[][] rows = new double[height][columns];
        for (int i = 0; i < height; i++) {
            System.arraycopy(entries, i * width + firstColumn, rows[i], 0, columns);
        }
        return rows;
    }
}
