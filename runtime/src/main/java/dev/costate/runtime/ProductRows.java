package dev.costate.runtime;

/**
 * Products of a matrix with rows, four rows that are read at a time. Tiles that write several rows in one loop would
 * load less, but virtual machines differ in whether they make vector instructions of them.
 */
final class ProductRows {
    /** How many rows are written before the next: they stay in the innermost cache while all others pass by. */
    private static final int GROUP = 16;

    private ProductRows() {}

    static void add(double[] a, int at, int down, int along, double[][] x, int m, double[][] z, int rows, int n) {
        for (int first = 0; first < rows; first += GROUP) {
            int end = Math.min(first + GROUP, rows);
            int k = 0;
            for (; k < m - 3; k += 4) {
                for (int r = first; r < end; r++) {
                    int from = at + r * down + k * along;
                    double b = a[from + along];
                    double c = a[from + 2 * along];
                    double d = a[from + 3 * along];
                    Rows.addScaled4(a[from], x[k], b, x[k + 1], c, x[k + 2], d, x[k + 3], z[r], n);
                }
            }
            for (; k < m; k++) {
                for (int r = first; r < end; r++) {
                    Rows.addScaled(a[at + r * down + k * along], x[k], z[r], n);
                }
            }
        }
    }

    static void dots(double[] x, double[][] y, int m, double[] z, int at, int step, int n) {
        int k = 0;
        int to = at;
        for (; k < m - 3; k += 4, to += 4 * step) {
            double[] y0 = y[k];
            double[] y1 = y[k + 1];
            double[] y2 = y[k + 2];
            double[] y3 = y[k + 3];
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (int i = 0; i < n; i++) {
                double v = x[i];
                s0 += v * y0[i];
                s1 += v * y1[i];
                s2 += v * y2[i];
                s3 += v * y3[i];
            }
            z[to] += s0;
            z[to + step] += s1;
            z[to + 2 * step] += s2;
            z[to + 3 * step] += s3;
        }
        for (; k < m; k++, to += step) {
            z[to] += Kernels.dot(x, y[k], n);
        }
    }
}
