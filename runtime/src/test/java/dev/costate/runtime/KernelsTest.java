package dev.costate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelsTest {
    private static double[] ramp(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i + 1;
        }
        return x;
    }

    @Test
    void sumsEveryValueOnceWhateverTheLength() {
        for (int n = 0; n <= 13; n++) {
            double[] x = ramp(n + 3);
            int skipped = 1 + 2;
            assertThat(Kernels.sum(x, 2, n)).isEqualTo((n + 2) * (n + 3) / 2.0 - skipped);
            assertThat(Kernels.dot(x, x, n)).isEqualTo(n * (n + 1) * (2 * n + 1) / 6.0);
            double shifted = 0;
            for (int i = 0; i < n; i++) {
                shifted += x[i + 1] * x[i + 3];
            }
            assertThat(Kernels.dot(x, 1, x, 3, n)).isEqualTo(shifted);
        }
    }

    /** 1 and −1 meet only where the documented order lets them: in the last addition. */
    @Test
    void sumsInTheDocumentedOrder() {
        assertThat(Kernels.sum(new double[] {1e16, 1, 1, -1e16, 1}, 0, 5)).isEqualTo((1e16 + 1 + 1) + (1 - 1e16));
        assertThat(Kernels.dot(new double[] {1e16, 1, 1, -1e16, 1}, new double[] {1, 1, 1, 1, 1}, 5))
                .isEqualTo((1e16 + 1 + 1) + (1 - 1e16));
    }

    /** A zero contributes zero on either side, whatever the other is. */
    @Test
    void rowsTakeZeroTimesAnythingAsZero() {
        double infinity = Double.POSITIVE_INFINITY;
        double[] row = {9, 0, 1, -2, infinity, Double.NaN};
        for (double factor : new double[] {0, -0.0, 1, -3, 0.5, infinity, -infinity, Double.NaN}) {
            for (int n = 0; n <= 5; n++) {
                double[] set = ramp(8);
                double[] added = ramp(8);
                double[] strided = new double[12];
                Kernels.setRow(factor, row, 1, set, 2, n);
                Kernels.addRow(factor, row, 1, added, 2, n);
                Kernels.setRow(factor, row, 1, 1, strided, 1, 2, n);
                Kernels.addRow(factor, row, 1, 1, strided, 1, 2, n);
                for (int i = 0; i < 8; i++) {
                    boolean inside = i >= 2 && i < 2 + n;
                    double product = inside ? Elementary.zeroProduct(factor, row[i - 1]) : 0;
                    same(set[i], inside ? product : i + 1);
                    same(added[i], i + 1 + product);
                    if (inside) {
                        same(strided[2 * i - 3], product + product);
                    }
                }
            }
        }
    }

    /** Equal, NaN to NaN and zero to either zero. */
    private static void same(double got, double expected) {
        assertThat(Double.valueOf(got + 0.0)).isEqualTo(Double.valueOf(expected + 0.0));
    }

    @Test
    void multipliesPowersOnly() {
        for (double x : new double[] {-3, 0, 0.5, 1e200, Double.NEGATIVE_INFINITY, Double.NaN}) {
            for (int n = -1; n <= 9; n++) {
                double[] p = ramp(14);
                Kernels.powers(x, p, 2, n);
                for (int i = 0; i < p.length; i++) {
                    same(p[i], i > 2 && i <= 2 + n ? Math.pow(x, i - 2) : i + 1);
                }
            }
        }
    }

    @Test
    void addsMultiples() {
        double[] y = {1, 1, 1, 1};
        Kernels.axpy(2, ramp(4), 1, y, 0, 3);
        assertThat(y).containsExactly(5, 7, 9, 1);
        Kernels.axpy(1, ramp(4), 2, y, 2, 2);
        assertThat(y).containsExactly(5, 7, 12, 5);
        Kernels.axpy(-1, ramp(4), y, 4);
        assertThat(y).containsExactly(4, 5, 9, 1);
    }

    @Test
    void findsExtremesAndNaN() {
        double[] x = {3, -1, 7, Double.NaN};
        assertThat(Kernels.max(x, 0, 3)).isEqualTo(7);
        assertThat(Kernels.min(x, 0, 3)).isEqualTo(-1);
        assertThat(Kernels.max(x, 1, 1)).isEqualTo(-1);
        assertThat(Kernels.max(x, 0, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Kernels.min(x, 0, 0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Kernels.max(x, 0, 4)).isNaN();
        assertThat(Kernels.min(x, 0, 4)).isNaN();
    }
}
