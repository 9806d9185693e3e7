package dev.costate.runtime;

import java.util.Arrays;

/**
 * Loops over arrays that generated classes share. Their order of summation is fixed, so that results are the same on
 * every machine and in every run.
 *
 * <p>Sums use four accumulators: the value at place i of the range goes to accumulator i mod 4, those after the last
 * multiple of 4 to the first; the result is (s₀ + s₁) + (s₂ + s₃). That is as fast as plain Java gets, and its rounding
 * error grows a quarter as fast as that of a single sum.
 */
public final class Kernels {
    /** Products of fewer multiplications are computed where they are called. */
    private static final int FEW = 256;

    private Kernels() {}

    /** Σ x[at + i] over n values. */
    public static double sum(double[] x, int at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int end = at + n;
        int i = at;
        for (; i < end - 3; i += 4) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        for (; i < end; i++) {
            s0 += x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Σ a[aAt + i] · b[bAt + i] over n values. */
    public static double dot(double[] a, int aAt, double[] b, int bAt, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += a[aAt + i] * b[bAt + i];
            s1 += a[aAt + i + 1] * b[bAt + i + 1];
            s2 += a[aAt + i + 2] * b[bAt + i + 2];
            s3 += a[aAt + i + 3] * b[bAt + i + 3];
        }
        for (; i < n; i++) {
            s0 += a[aAt + i] * b[bAt + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Σ a[i] · b[i] over the first n values. */
    public static double dot(double[] a, double[] b, int n) {
        return dot(a, 0, b, 0, n);
    }

    /**
     * y[i] += f · x[i] for the first n values: indexed by the bare variable, so that the virtual machine vectorises it.
     */
    public static void axpy(double f, double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += f * x[i];
        }
    }

    /**
     * y[yAt + i] += f · x[xAt + i] for n values. Different offsets keep the loop from being vectorised: where it
     * matters, rows of their own and {@link #axpy(double, double[], double[], int)}.
     */
    public static void axpy(double f, double[] x, int xAt, double[] y, int yAt, int n) {
        if (xAt == yAt) {
            // One offset in both arrays does vectorise.
            for (int i = xAt; i < xAt + n; i++) {
                y[i] += f * x[i];
            }
            return;
        }
        for (int i = 0; i < n; i++) {
            y[yAt + i] += f * x[xAt + i];
        }
    }

    /** p[at + i] = xⁱ for i from 1 to n: each a product of the one four before, so that none waits for the last. */
    public static void powers(double x, double[] p, int at, int n) {
        double square = x * x;
        double one = x;
        double two = square;
        double three = square * x;
        double four = square * square;
        double step = four;
        int i = 1;
        for (; i < n - 2; i += 4) {
            p[at + i] = one;
            p[at + i + 1] = two;
            p[at + i + 2] = three;
            p[at + i + 3] = four;
            one *= step;
            two *= step;
            three *= step;
            four *= step;
        }
        if (i <= n) {
            p[at + i] = one;
        }
        if (i < n) {
            p[at + i + 1] = two;
        }
        if (i < n - 1) {
            p[at + i + 2] = three;
        }
    }

    /** y[yAt + i] = f · x[xAt + i] for n values, none if it is negative, where zero times anything is zero. */
    public static void setRow(double f, double[] x, int xAt, double[] y, int yAt, int n) {
        if (n <= 0) {
            return;
        }
        if (f == 0) {
            Arrays.fill(y, yAt, yAt + n, 0);
        } else if (f == 1) {
            System.arraycopy(x, xAt, y, yAt, n);
        } else if (Math.abs(f) <= Double.MAX_VALUE) {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = f * x[xAt + i];
            }
        } else {
            setRow(f, x, xAt, 1, y, yAt, 1, n);
        }
    }

    /** The same with steps between the elements. */
    public static void setRow(double f, double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i * yStep] = Elementary.zeroProduct(f, x[xAt + i * xStep]);
        }
    }

    /**
     * y[yAt + i] += f · x[xAt + i] for n values, where zero times anything is zero: one look at the factor serves all
     * of them, if it is finite.
     */
    public static void addRow(double f, double[] x, int xAt, double[] y, int yAt, int n) {
        if (f == 0) {
            return;
        }
        if (Math.abs(f) <= Double.MAX_VALUE) {
            for (int i = 0; i < n; i++) {
                y[yAt + i] += f * x[xAt + i];
            }
        } else {
            addRow(f, x, xAt, 1, y, yAt, 1, n);
        }
    }

    /** The same with steps between the elements. */
    public static void addRow(double f, double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i * yStep] += Elementary.zeroProduct(f, x[xAt + i * xStep]);
        }
    }

    /**
     * Adds the product of two matrices to a third: {@code c[i, j] += Σₖ a[i, k] · b[k, j]}, term by term, k upward. The
     * element in row i and column j of a matrix is at {@code at + i * down + j * along}.
     *
     * @param pass keeps the memory that this takes
     * @param rows of a and c
     * @param terms columns of a, and rows of b
     * @param columns of b and c
     */
    public static void addProduct(
            ModelPass<?> pass,
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
        boolean isVector = columns == 1 ? rows >= Rows.SHORT : rows == 1 && terms >= Rows.SHORT;
        if (isVector || (long) rows * terms * columns >= FEW) {
            pass.product.add(a, aAt, aDown, aAlong, b, bAt, bDown, bAlong, c, cAt, cDown, cAlong, rows, terms, columns);
            return;
        }
        // A call with so many arguments would take longer than what it does.
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                int to = cAt + i * cDown + j * cAlong;
                double sum = c[to];
                for (int k = 0; k < terms; k++) {
                    sum += a[aAt + i * aDown + k * aAlong] * b[bAt + k * bDown + j * bAlong];
                }
                c[to] = sum;
            }
        }
    }

    /** Makes an n × n matrix symmetric: what is above its diagonal becomes what is below. */
    public static void mirror(double[] matrix, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                matrix[j * n + i] = matrix[i * n + j];
            }
        }
    }

    /** Multiplies every element; all become 0 if the factor is, whatever they were. */
    public static void scale(double f, double[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = f == 0 ? 0 : f * x[i];
        }
    }

    /** The largest of n values; −∞ of none, NaN if one is. */
    public static double max(double[] x, int at, int n) {
        double max = Double.NEGATIVE_INFINITY;
        // A comparison is faster than Math.max in a reduction, but passes over NaN.
        boolean number = true;
        for (int i = at; i < at + n; i++) {
            double value = x[i];
            if (value > max) {
                max = value;
            }
            number &= !Double.isNaN(value);
        }
        return number ? max : Double.NaN;
    }

    /** The smallest of n values; +∞ of none, NaN if one is. */
    public static double min(double[] x, int at, int n) {
        double min = Double.POSITIVE_INFINITY;
        boolean number = true;
        for (int i = at; i < at + n; i++) {
            double value = x[i];
            if (value < min) {
                min = value;
            }
            number &= !Double.isNaN(value);
        }
        return number ? min : Double.NaN;
    }
}
