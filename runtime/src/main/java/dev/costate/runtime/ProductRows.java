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
        for (int k = 0, to = at; k < m; k += 4, to += 4 * step) {
            // Where fewer than four are left, the last is taken again, which costs no more: sums wait for themselves.
            int left = Math.min(4, m - k) - 1;
            int second = Math.min(1, left);
            int third = Math.min(2, left);
            addDots(
                    x,
                    y[k],
                    y[k + second],
                    y[k + third],
                    y[k + left],
                    z,
                    to,
                    second * step,
                    third * step,
                    left * step,
                    n);
        }
    }

    /** z[to] += Σ x[i] · y[i], and so on for three others, which may be the same. */
    private static void addDots(
            double[] x,
            double[] y,
            double[] u,
            double[] v,
            double[] w,
            double[] z,
            int to,
            int second,
            int third,
            int fourth,
            int n) {
        double s0 = z[to];
        double s1 = z[to + second];
        double s2 = z[to + third];
        double s3 = z[to + fourth];
        for (int i = 0; i < n; i++) {
            double factor = x[i];
            s0 += factor * y[i];
            s1 += factor * u[i];
            s2 += factor * v[i];
            s3 += factor * w[i];
        }
        z[to] = s0;
        z[to + second] = s1;
        z[to + third] = s2;
        z[to + fourth] = s3;
    }
}
