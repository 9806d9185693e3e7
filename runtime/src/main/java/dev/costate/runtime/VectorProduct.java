package dev.costate.runtime;

/**
 * Products of matrices one of which is a row or a column, term by term as {@link MatrixProduct}: nothing is used often
 * enough to be copied, so four rows of the matrix are read at a time where they lie.
 */
final class VectorProduct {
    private VectorProduct() {}

    /** c[i · cDown] += Σₖ a[i, k] · b[k]: the rows of a, whose terms lie next to each other, times a column. */
    static void addColumn(
            double[] a, int aAt, int aDown, double[] b, int bAt, double[] c, int cAt, int cDown, int rows, int terms) {
        int i = 0;
        int p = aAt;
        int to = cAt;
        for (; i < rows - 3; i += 4, p += 4 * aDown, to += 4 * cDown) {
            int q = p + aDown;
            int r = q + aDown;
            int s = r + aDown;
            double first = c[to];
            double second = c[to + cDown];
            double third = c[to + 2 * cDown];
            double fourth = c[to + 3 * cDown];
            for (int k = 0; k < terms; k++) {
                double factor = b[bAt + k];
                first += a[p + k] * factor;
                second += a[q + k] * factor;
                third += a[r + k] * factor;
                fourth += a[s + k] * factor;
            }
            c[to] = first;
            c[to + cDown] = second;
            c[to + 2 * cDown] = third;
            c[to + 3 * cDown] = fourth;
        }
        for (; i < rows; i++, p += aDown, to += cDown) {
            double sum = c[to];
            for (int k = 0; k < terms; k++) {
                sum += a[p + k] * b[bAt + k];
            }
            c[to] = sum;
        }
    }

    /** c[j] += Σₖ a[k · aAlong] · b[k, j]: a row times the rows of b, whose columns lie next to each other. */
    static void addRow(
            double[] a, int aAt, int aAlong, double[] b, int bAt, int bDown, double[] c, int cAt, int terms, int n) {
        int k = 0;
        int from = aAt;
        int p = bAt;
        for (; k < terms - 3; k += 4, from += 4 * aAlong, p += 4 * bDown) {
            int q = p + bDown;
            int r = q + bDown;
            int s = r + bDown;
            double first = a[from];
            double second = a[from + aAlong];
            double third = a[from + 2 * aAlong];
            double fourth = a[from + 3 * aAlong];
            for (int j = 0; j < n; j++) {
                double sum = c[cAt + j] + first * b[p + j] + second * b[q + j];
                c[cAt + j] = sum + third * b[r + j] + fourth * b[s + j];
            }
        }
        for (; k < terms; k++, from += aAlong, p += bDown) {
            double factor = a[from];
            for (int j = 0; j < n; j++) {
                c[cAt + j] += factor * b[p + j];
            }
        }
    }
}
