package dev.costate.runtime;

/**
 * Adds products of matrices to a matrix: {@code c[i, j] += Σₖ a[i, k] · b[k, j]}. The terms of each element are added
 * one after the other, k upward, none fused with its product: so the result has the same bits as that of the plain
 * loops, whatever the sizes, on every machine and in every run.
 *
 * <p>A matrix is part of an array: its element in row i and column j is at {@code at + i * down + j * along}, so that
 * either order of the axes, a transpose and a part of a larger matrix are all the same. The array of {@code c} is not
 * that of {@code a} or {@code b}, unless they have no element in common.
 *
 * <p>Rows of {@code b} and of {@code c} are copied to arrays of their own, since a virtual machine makes vector
 * instructions of loops over arrays that begin at index 0. A block of {@code b} stays in the second cache while all
 * rows of {@code c} pass by, and a group of those in the first. An object keeps the copies, for one thread, and
 * allocates nothing after its largest product.
 */
final class MatrixProduct {
    /** Shorter rows gain nothing from copies. */
    private static final int SHORT = 16;

    /** Products of fewer multiplications are plain loops. */
    private static final int FEW = 4096;

    /** How many columns a block has at most. */
    private static final int WIDTH = 256;

    /** How many terms a block has at most: a multiple of those that a pass over a row adds. */
    private static final int DEPTH = 126;

    /** How many rows of the sum a block meets at a time. */
    private static final int GROUP = 16;

    private double[][] block = new double[0][];
    private double[][] sums = new double[0][];

    /**
     * Adds the product of a matrix of {@code rows} times {@code terms} with one of {@code terms} times {@code columns}.
     */
    void add(
            double[] a,
            int aAt,
            int aDown,
            int aAlong,
            double[] b,
            int bAt,
            int bDown,
            int bAlong,
            double[] c,
            int cAt,
            int cDown,
            int cAlong,
            int rows,
            int terms,
            int columns) {
        if (rows <= 0 || terms <= 0 || columns <= 0) {
            return;
        } else if (columns == 1 && aAlong == 1 && bDown == 1) {
            VectorProduct.addColumn(a, aAt, aDown, b, bAt, c, cAt, cDown, rows, terms);
            return;
        } else if (rows == 1 && columns < Rows.LONG && bAlong == 1 && cAlong == 1) {
            VectorProduct.addRow(a, aAt, aAlong, b, bAt, bDown, c, cAt, terms, columns);
            return;
        }
        boolean isTall = columns < SHORT ? rows > columns : rows >= SHORT && cAlong != 1 && cDown == 1;
        if (isTall) {
            // The transpose of the product is that of the transposes, with the longer rows.
            addRows(b, bAt, bAlong, bDown, a, aAt, aAlong, aDown, c, cAt, cAlong, cDown, columns, terms, rows);
        } else {
            addRows(a, aAt, aDown, aAlong, b, bAt, bDown, bAlong, c, cAt, cDown, cAlong, rows, terms, columns);
        }
    }

    private void addRows(
            double[] a,
            int aAt,
            int aDown,
            int aAlong,
            double[] b,
            int bAt,
            int bDown,
            int bAlong,
            double[] c,
            int cAt,
            int cDown,
            int cAlong,
            int rows,
            int terms,
            int columns) {
        if (columns < SHORT || (long) rows * terms * columns < FEW) {
            addFew(a, aAt, aDown, aAlong, b, bAt, bDown, bAlong, c, cAt, cDown, cAlong, rows, terms, columns);
            return;
        }
        reserve(Math.min(columns, WIDTH));
        for (int column = 0; column < columns; column += WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            for (int term = 0; term < terms; term += DEPTH) {
                int depth = Math.min(DEPTH, terms - term);
                int from = bAt + term * bDown + column * bAlong;
                for (int k = 0; k < depth; k++) {
                    read(b, from + k * bDown, bAlong, block[k], width);
                }
                for (int row = 0; row < rows; row += GROUP) {
                    int group = Math.min(GROUP, rows - row);
                    int to = cAt + row * cDown + column * cAlong;
                    for (int r = 0; r < group; r++) {
                        read(c, to + r * cDown, cAlong, sums[r], width);
                    }
                    addBlock(a, aAt + row * aDown + term * aAlong, aDown, aAlong, group, depth, width);
                    for (int r = 0; r < group; r++) {
                        write(sums[r], c, to + r * cDown, cAlong, width);
                    }
                }
            }
        }
    }

    private void reserve(int width) {
        if (block.length == 0 || block[0].length < width) {
            block = new double[DEPTH][width];
            sums = new double[GROUP][width];
        }
    }

    /** Adds the block, combined as a part of {@code a} says, to the rows of a group. */
    private void addBlock(double[] a, int at, int down, int along, int group, int depth, int width) {
        int k = 0;
        for (; k < depth - 2; k += 3) {
            double[] x = block[k];
            double[] y = block[k + 1];
            double[] z = block[k + 2];
            int r = 0;
            for (; r < group - 1; r += 2) {
                int p = at + r * down + k * along;
                int q = p + down;
                addThree(
                        a[p],
                        a[p + along],
                        a[p + 2 * along],
                        sums[r],
                        a[q],
                        a[q + along],
                        a[q + 2 * along],
                        sums[r + 1],
                        x,
                        y,
                        z,
                        width);
            }
            if (r < group) {
                int p = at + r * down + k * along;
                Rows.addScaled(a[p], x, sums[r], width);
                Rows.addScaled(a[p + along], y, sums[r], width);
                Rows.addScaled(a[p + 2 * along], z, sums[r], width);
            }
        }
        for (; k < depth; k++) {
            for (int r = 0; r < group; r++) {
                Rows.addScaled(a[at + r * down + k * along], block[k], sums[r], width);
            }
        }
    }

    /**
     * s[i] += a0 · x[i], then a1 · y[i], then a2 · z[i], and t[i] likewise. Of the shapes that virtual machines make
     * vector instructions of, from Java 17 on, it loads and stores the least for a multiplication. By length, as in
     * {@link Rows}.
     */
    @SuppressWarnings("DuplicateBranches")
    static void addThree(
            double a0,
            double a1,
            double a2,
            double[] s,
            double b0,
            double b1,
            double b2,
            double[] t,
            double[] x,
            double[] y,
            double[] z,
            int n) {
        if (n < Rows.LONG) {
            for (int i = 0; i < n; i++) {
                double u = x[i];
                double v = y[i];
                double w = z[i];
                double first = ((s[i] + a0 * u) + a1 * v) + a2 * w;
                double second = ((t[i] + b0 * u) + b1 * v) + b2 * w;
                s[i] = first;
                t[i] = second;
            }
        } else {
            for (int i = 0; i < n; i++) {
                double u = x[i];
                double v = y[i];
                double w = z[i];
                double first = ((s[i] + a0 * u) + a1 * v) + a2 * w;
                double second = ((t[i] + b0 * u) + b1 * v) + b2 * w;
                s[i] = first;
                t[i] = second;
            }
        }
    }

    /** The plain loops, four columns at a time: additions to one element wait for each other, those to four do not. */
    private static void addFew(
            double[] a,
            int aAt,
            int aDown,
            int aAlong,
            double[] b,
            int bAt,
            int bDown,
            int bAlong,
            double[] c,
            int cAt,
            int cDown,
            int cAlong,
            int rows,
            int terms,
            int columns) {
        for (int i = 0; i < rows; i++) {
            int row = aAt + i * aDown;
            int j = 0;
            for (; j < columns - 3; j += 4) {
                int to = cAt + i * cDown + j * cAlong;
                double s0 = c[to];
                double s1 = c[to + cAlong];
                double s2 = c[to + 2 * cAlong];
                double s3 = c[to + 3 * cAlong];
                for (int k = 0; k < terms; k++) {
                    double factor = a[row + k * aAlong];
                    int from = bAt + k * bDown + j * bAlong;
                    s0 += factor * b[from];
                    s1 += factor * b[from + bAlong];
                    s2 += factor * b[from + 2 * bAlong];
                    s3 += factor * b[from + 3 * bAlong];
                }
                c[to] = s0;
                c[to + cAlong] = s1;
                c[to + 2 * cAlong] = s2;
                c[to + 3 * cAlong] = s3;
            }
            for (; j < columns; j++) {
                int to = cAt + i * cDown + j * cAlong;
                double sum = c[to];
                for (int k = 0; k < terms; k++) {
                    sum += a[row + k * aAlong] * b[bAt + k * bDown + j * bAlong];
                }
                c[to] = sum;
            }
        }
    }

    static void read(double[] from, int at, int step, double[] row, int n) {
        if (step == 1) {
            System.arraycopy(from, at, row, 0, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            row[i] = from[at + i * step];
        }
    }

    static void write(double[] row, double[] to, int at, int step, int n) {
        if (step == 1) {
            System.arraycopy(row, 0, to, at, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            to[at + i * step] = row[i];
        }
    }
}
