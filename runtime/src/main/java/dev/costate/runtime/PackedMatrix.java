package dev.costate.runtime;

/**
 * A matrix that many products have on the right, one after the other, as the steps of a recurrence do: packed once, its
 * rows are arrays of their own, since a virtual machine makes vector instructions of loops over arrays that begin at
 * index 0. The terms of each element of a product are added one after the other, none fused with its product, as {@link
 * Kernels#addProduct} does. An object is for one thread, and allocates nothing after its largest matrix.
 *
 * <p>A matrix is part of an array: its element in row i and column j is at {@code at + i * down + j * along}.
 */
public final class PackedMatrix {
    /** Matrices with shorter rows, or of fewer elements, are read where they are. */
    private static final int SHORT = 16;

    private static final int FEW = 512;

    private double[][] rows = new double[0][];
    private double[] sum = new double[0];
    private double[] other = new double[0];
    private int terms;
    private int columns;
    private boolean isPacked;

    private double[] source = sum;
    private int sourceAt;
    private int sourceDown;
    private int sourceAlong;

    /** One that has no matrix yet. */
    public PackedMatrix() {
        // What it needs is made when it takes a matrix.
    }

    /**
     * Takes a matrix, which does not change until the last product with it.
     *
     * @param terms how many rows it has: the terms of an element of a product
     * @param columns how many columns
     */
    public void pack(double[] matrix, int at, int down, int along, int terms, int columns) {
        this.terms = terms;
        this.columns = columns;
        source = matrix;
        sourceAt = at;
        sourceDown = down;
        sourceAlong = along;
        isPacked = columns >= SHORT && (long) terms * columns >= FEW;
        if (isPacked) {
            copy();
        }
    }

    private void copy() {
        if (rows.length < terms || sum.length < columns) {
            rows = new double[terms][columns];
            sum = new double[columns];
            other = new double[columns];
        }
        if (sourceAlong == 1) {
            Rows.pack(source, sourceAt, sourceDown, rows, terms, columns);
        } else {
            for (int k = 0; k < terms; k++) {
                MatrixProduct.read(source, sourceAt + k * sourceDown, sourceAlong, rows[k], columns);
            }
        }
    }

    /**
     * {@code c[i, j] += Σₖ a[i, k] · b[k, j]}, where b is the matrix that has been packed.
     *
     * @param count how many rows a and c have
     */
    public void addProduct(
            double[] a, int aAt, int aDown, int aAlong, double[] c, int cAt, int cDown, int cAlong, int count) {
        if (isPacked) {
            addRows(a, aAt, aDown, aAlong, c, cAt, cDown, cAlong, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            addRow(a, aAt + i * aDown, aAlong, c, cAt + i * cDown, cAlong);
        }
    }

    /** A row of the product by the matrix where it is. */
    private void addRow(double[] a, int aAt, int aAlong, double[] c, int cAt, int cAlong) {
        double[] b = source;
        int down = sourceDown;
        int n = terms;
        boolean inOrder = down == 1 && aAlong == 1;
        for (int j = 0; j < columns; j++) {
            int from = sourceAt + j * sourceAlong;
            int to = cAt + j * cAlong;
            double total = c[to];
            if (inOrder) {
                for (int k = 0; k < n; k++) {
                    total += a[aAt + k] * b[from + k];
                }
            } else {
                for (int k = 0; k < n; k++) {
                    total += a[aAt + k * aAlong] * b[from + k * down];
                }
            }
            c[to] = total;
        }
    }

    private void addRows(
            double[] a, int aAt, int aDown, int aAlong, double[] c, int cAt, int cDown, int cAlong, int count) {
        int i = 0;
        for (; i < count - 1; i += 2) {
            int to = cAt + i * cDown;
            MatrixProduct.read(c, to, cAlong, sum, columns);
            MatrixProduct.read(c, to + cDown, cAlong, other, columns);
            addTwo(a, aAt + i * aDown, aDown, aAlong);
            MatrixProduct.write(sum, c, to, cAlong, columns);
            MatrixProduct.write(other, c, to + cDown, cAlong, columns);
        }
        if (i < count) {
            int to = cAt + i * cDown;
            MatrixProduct.read(c, to, cAlong, sum, columns);
            addOne(a, aAt + i * aDown, aAlong);
            MatrixProduct.write(sum, c, to, cAlong, columns);
        }
    }

    private void addTwo(double[] a, int at, int down, int along) {
        int k = 0;
        for (; k < terms - 2; k += 3) {
            int p = at + k * along;
            int q = p + down;
            MatrixProduct.addThree(
                    a[p],
                    a[p + along],
                    a[p + 2 * along],
                    sum,
                    a[q],
                    a[q + along],
                    a[q + 2 * along],
                    other,
                    rows[k],
                    rows[k + 1],
                    rows[k + 2],
                    columns);
        }
        for (; k < terms; k++) {
            int p = at + k * along;
            Rows.addScaled(a[p], rows[k], sum, columns);
            Rows.addScaled(a[p + down], rows[k], other, columns);
        }
    }

    private void addOne(double[] a, int at, int along) {
        int k = 0;
        for (; k < terms - 3; k += 4) {
            int p = at + k * along;
            Rows.addScaled4(
                    a[p],
                    rows[k],
                    a[p + along],
                    rows[k + 1],
                    a[p + 2 * along],
                    rows[k + 2],
                    a[p + 3 * along],
                    rows[k + 3],
                    sum,
                    columns);
        }
        for (; k < terms; k++) {
            Rows.addScaled(a[at + k * along], rows[k], sum, columns);
        }
    }
}
