package dev.costate.runtime;

/**
 * Operations on rows: the first {@code n} elements of arrays, such as 256 observations of one variable. Generated
 * classes that take the observations of a batch in blocks are made of them.
 *
 * <p>A row begins at index 0 of an array of its own, since a virtual machine makes vector instructions of {@code z[i]
 * += a * x[i]} but not of {@code z[k + i] += a * x[j + i]}; {@link #pack} and {@link #packTransposed} take rows from a
 * flat array. Nothing here allocates. The row that is written is another than those that are read, unless its name
 * says that it is added to.
 *
 * <p>Each operation has a loop for rows below 16 elements, one below 128, and one for all others. A virtual machine
 * decides how to unroll a loop from the trip counts it saw first, for good: with one loop for all, a model of three
 * observations would slow another of thousands in the same program threefold. Where a loop is long, it is in a method
 * of its own, so that it is compiled by itself. Sums are taken in the order of {@link Kernels}.
 *
 * <p>Values at NaN, infinities and zeros are those of {@link Math} and {@link Elementary}. Rows below 16 elements are
 * computed by them, and all rows where there is no instruction for {@link Math#fma}; longer ones by polynomials, whose
 * error each method states in units of the last place.
 */
@SuppressWarnings("DuplicateBranches") // the loops by length
public final class Rows {
    /** Below it a row is short. */
    static final int SHORT = 16;

    /** From it on a row is long. */
    static final int LONG = 128;

    /** How many observations make a block: rows that stay in the innermost caches, and loops that are paid off. */
    public static final int BLOCK = 256;

    /** A batch of fewer observations is not taken in blocks. */
    public static final int FEWEST = 32;

    /** A batch that takes more rows of {@link #BLOCK} elements than this, 8 MB, is not taken in blocks. */
    public static final int MOST = 4096;

    private Rows() {}

    /**
     * Rows for the blocks of a batch; none where it is not taken in blocks.
     *
     * @param count how many
     * @param all how many the batch takes altogether
     * @param batch how many observations there are
     */
    public static double[][] make(long count, long all, long batch) {
        return batch < FEWEST || all > MOST ? new double[0][] : new double[(int) count][BLOCK];
    }

    /**
     * A row for the blocks of a batch; empty where it is too short to be taken in blocks.
     *
     * @param batch how many observations there are
     */
    public static double[] make(long batch) {
        return new double[batch < FEWEST ? 0 : BLOCK];
    }

    /**
     * Rows of data for each block of a batch, as long as the block is; none where it is too short to be taken in
     * blocks.
     *
     * @param count how many a block has
     * @param batch how many observations there are
     */
    public static double[][][] makeBlocks(long count, int batch) {
        double[][][] all = new double[batch < FEWEST ? 0 : blocks(batch)][(int) count][];
        for (int block = 0; block < all.length; block++) {
            for (int row = 0; row < count; row++) {
                all[block][row] = new double[Math.min(BLOCK, batch - BLOCK * block)];
            }
        }
        return all;
    }

    /** How many blocks a number of observations takes. */
    public static int blocks(int count) {
        return (int) ((count + (BLOCK - 1L)) / BLOCK);
    }

    // ---- Linear combinations ----

    /** z[i] = value. */
    public static void fill(double value, double[] z, int n) {
        if (n < SHORT) {
            for (int i = 0; i < n; i++) {
                z[i] = value;
            }
        } else {
            for (int i = 0; i < n; i++) {
                z[i] = value;
            }
        }
    }

    /** z[i] += a · x[i]. */
    public static void addScaled(double a, double[] x, double[] z, int n) {
        if (n < SHORT) {
            for (int i = 0; i < n; i++) {
                z[i] += a * x[i];
            }
        } else if (n < LONG) {
            for (int i = 0; i < n; i++) {
                z[i] += a * x[i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                z[i] += a * x[i];
            }
        }
    }

    /** z[i] += a · x[i], then b · y[i], c · u[i], d · v[i]. */
    public static void addScaled4(
            double a, double[] x, double b, double[] y, double c, double[] u, double d, double[] v, double[] z, int n) {
        if (n < SHORT) {
            for (int i = 0; i < n; i++) {
                z[i] = (((z[i] + a * x[i]) + b * y[i]) + c * u[i]) + d * v[i];
            }
        } else if (n < LONG) {
            for (int i = 0; i < n; i++) {
                z[i] = (((z[i] + a * x[i]) + b * y[i]) + c * u[i]) + d * v[i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                z[i] = (((z[i] + a * x[i]) + b * y[i]) + c * u[i]) + d * v[i];
            }
        }
    }

    /** z[i] += Σₖ a[at + k · step] · x[k][i] over the first {@code m} rows of x, four at a time, k upward. */
    public static void combine(double[] a, int at, int step, double[][] x, int m, double[] z, int n) {
        int k = 0;
        int from = at;
        for (; k < m - 3; k += 4, from += 4 * step) {
            double b = a[from + step];
            double c = a[from + 2 * step];
            double d = a[from + 3 * step];
            addScaled4(a[from], x[k], b, x[k + 1], c, x[k + 2], d, x[k + 3], z, n);
        }
        for (; k < m; k++, from += step) {
            addScaled(a[from], x[k], z, n);
        }
    }

    /**
     * z[r][i] += Σₖ a[at + r · down + k · along] · x[k][i] for the first {@code rows} rows of z, over the first
     * {@code m} of x: the product of a matrix, in either order of its elements, with rows.
     */
    public static void addProducts(
            double[] a, int at, int down, int along, double[][] x, int m, double[][] z, int rows, int n) {
        ProductRows.add(a, at, down, along, x, m, z, rows, n);
    }

    // ---- Reductions ----

    /** Σ x[i]. */
    public static double sum(double[] x, int n) {
        return Kernels.sum(x, 0, n);
    }

    /** Σ x[i] · y[i]. */
    public static double dot(double[] x, double[] y, int n) {
        return Kernels.dot(x, y, n);
    }

    /** z[at + k · step] += Σ x[i] · y[k][i] for the first {@code m} rows of y, four at a time, i upward. */
    public static void dots(double[] x, double[][] y, int m, double[] z, int at, int step, int n) {
        ProductRows.dots(x, y, m, z, at, step, n);
    }

    /** The largest of x[i]; −∞ of none, NaN if one is. */
    public static double max(double[] x, int n) {
        return Kernels.max(x, 0, n);
    }

    // ---- Elements of other arrays ----

    /** z[i] = x[at[i]]. */
    public static void gather(double[] x, int[] at, double[] z, int n) {
        for (int i = 0; i < n; i++) {
            z[i] = x[at[i]];
        }
    }

    /** rows[r][i] = x[at + r · step + i] for the first {@code count} rows. */
    public static void pack(double[] x, int at, int step, double[][] rows, int count, int n) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(x, at + r * step, rows[r], 0, n);
        }
    }

    /** x[at + r · step + i] = rows[r][i] for the first {@code count} rows, the inverse of {@link #pack}. */
    public static void unpack(double[][] rows, int count, double[] x, int at, int step, int n) {
        for (int r = 0; r < count; r++) {
            System.arraycopy(rows[r], 0, x, at + r * step, n);
        }
    }

    /** rows[r][i] = x[at + i · step + r] for the first {@code count} rows: columns become rows. */
    public static void packTransposed(double[] x, int at, int step, double[][] rows, int count, int n) {
        for (int r = 0; r < count; r++) {
            double[] row = rows[r];
            int from = at + r;
            for (int i = 0; i < n; i++, from += step) {
                row[i] = x[from];
            }
        }
    }

    /** For each block in turn, columns of what x has of it become rows, see {@link #makeBlocks}. */
    public static void packBlocks(double[] x, double[][][] blocks) {
        int at = 0;
        for (double[][] rows : blocks) {
            int count = rows.length;
            int n = count == 0 ? 0 : rows[0].length;
            packTransposed(x, at, count, rows, count, n);
            at += count * n;
        }
    }

    /** x[at + i · step + r] = rows[r][i] for the first {@code count} rows, the inverse of {@link #packTransposed}. */
    public static void unpackTransposed(double[][] rows, int count, double[] x, int at, int step, int n) {
        for (int r = 0; r < count; r++) {
            double[] row = rows[r];
            int to = at + r;
            for (int i = 0; i < n; i++, to += step) {
                x[to] = row[i];
            }
        }
    }

    // ---- Functions ----

    /** z[i] = e^x[i], within 1.1 ulp. */
    public static void exp(double[] x, double[] z, int n) {
        ExponentialRows.exp(x, z, n);
    }

    /** z[i] = e^x[i] − 1, within 1.9 ulp. */
    public static void expm1(double[] x, double[] z, int n) {
        ExponentialRows.expm1(x, z, n);
    }

    /** z[i] = log x[i], within 1.3 ulp. */
    public static void log(double[] x, double[] z, int n) {
        LogarithmRows.log(x, z, n);
    }

    /** z[i] = log(1 + x[i]), within 1.6 ulp. */
    public static void log1p(double[] x, double[] z, int n) {
        LogarithmRows.log1p(x, z, n);
    }

    /** e[i] = e^−|x[i]|, within 1.1 ulp: what softplus, the sigmoid and its derivative have in common. */
    public static void expNegAbs(double[] x, double[] e, int n) {
        ExponentialRows.expNegAbs(x, e, n);
    }

    /** z[i] = {@link Activation#softplus softplus}(x[i]) from e of {@link #expNegAbs}, within 3 ulp. */
    public static void softplus(double[] x, double[] e, double[] z, int n) {
        SigmoidRows.softplus(x, e, z, n);
    }

    /** z[i] = {@link Activation#sigmoid sigmoid}(x[i]) from e of {@link #expNegAbs}, within 3 ulp. */
    public static void sigmoid(double[] x, double[] e, double[] z, int n) {
        SigmoidRows.sigmoid(x, e, z, n);
    }

    /** z[i] = {@link Activation#sigmoidDx sigmoid′}(x[i]) from e of {@link #expNegAbs}, within 4 ulp. */
    public static void sigmoidDx(double[] e, double[] z, int n) {
        SigmoidRows.sigmoidDx(e, z, n);
    }

    /** z[i] = tanh x[i], within 3 ulp. */
    public static void tanh(double[] x, double[] z, int n) {
        TanhRows.tanh(x, z, n);
    }

    /** z[i] = {@link Trigonometry#sech2 sech²} x[i], within 5.5 ulp. */
    public static void sech2(double[] x, double[] z, int n) {
        TanhRows.sech2(x, z, n);
    }
}
