package dev.costate.runtime;

import java.util.Arrays;

/**
 * Loops over arrays as in {@link Kernels}, for generated classes that compute in {@code float}. Sums are taken in
 * {@code double}, in the same order; products of two {@code float} are exact in it. Where an array is of
 * {@code double}, which is a sum or what the caller has given, its elements are rounded to {@code float} as they are
 * read. Long, since each kernel is there for every combination of arrays.
 */
public final class FloatKernels {
    private FloatKernels() {}

    /** Rounds numbers to {@code float}. */
    public static void round(double[] values, float[] rounded) {
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
    }

    /** {@return a copy of numbers in {@code double}} */
    public static double[] widened(float[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    /** Σ x[at + i] over n values. */
    public static double sum(float[] x, int at, int n) {
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

    /** Σ x[at + i] over n values. */
    public static double sum(double[] x, int at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int end = at + n;
        int i = at;
        for (; i < end - 3; i += 4) {
            s0 += (float) x[i];
            s1 += (float) x[i + 1];
            s2 += (float) x[i + 2];
            s3 += (float) x[i + 3];
        }
        for (; i < end; i++) {
            s0 += (float) x[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Σ a[aAt + i] · b[bAt + i] over n values. */
    public static double dot(float[] a, int aAt, float[] b, int bAt, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += (double) a[aAt + i] * b[bAt + i];
            s1 += (double) a[aAt + i + 1] * b[bAt + i + 1];
            s2 += (double) a[aAt + i + 2] * b[bAt + i + 2];
            s3 += (double) a[aAt + i + 3] * b[bAt + i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) a[aAt + i] * b[bAt + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Σ a[aAt + i] · b[bAt + i] over n values. */
    public static double dot(float[] a, int aAt, double[] b, int bAt, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += (double) a[aAt + i] * (float) b[bAt + i];
            s1 += (double) a[aAt + i + 1] * (float) b[bAt + i + 1];
            s2 += (double) a[aAt + i + 2] * (float) b[bAt + i + 2];
            s3 += (double) a[aAt + i + 3] * (float) b[bAt + i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) a[aAt + i] * (float) b[bAt + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Σ a[aAt + i] · b[bAt + i] over n values. */
    public static double dot(double[] a, int aAt, float[] b, int bAt, int n) {
        return dot(b, bAt, a, aAt, n);
    }

    /** Σ a[aAt + i] · b[bAt + i] over n values. */
    public static double dot(double[] a, int aAt, double[] b, int bAt, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += (double) (float) a[aAt + i] * (float) b[bAt + i];
            s1 += (double) (float) a[aAt + i + 1] * (float) b[bAt + i + 1];
            s2 += (double) (float) a[aAt + i + 2] * (float) b[bAt + i + 2];
            s3 += (double) (float) a[aAt + i + 3] * (float) b[bAt + i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) (float) a[aAt + i] * (float) b[bAt + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** y[yAt + i] += f · x[xAt + i] for n values. */
    public static void axpy(double f, float[] x, int xAt, double[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += f * x[xAt + i];
        }
    }

    /** y[yAt + i] += f · x[xAt + i] for n values. */
    public static void axpy(double f, double[] x, int xAt, double[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += f * (float) x[xAt + i];
        }
    }

    /** y[yAt + i] = f · x[xAt + i] for n values, none if it is negative, where zero times anything is zero. */
    public static void setRow(double f, float[] x, int xAt, float[] y, int yAt, int n) {
        if (n <= 0) {
            return;
        }
        if (f == 0) {
            Arrays.fill(y, yAt, yAt + n, 0);
        } else if (Math.abs(f) <= Double.MAX_VALUE) {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = (float) (f * x[xAt + i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = (float) Elementary.zeroProduct(f, x[xAt + i]);
            }
        }
    }

    /** y[yAt + i] = f · x[xAt + i] for n values, none if it is negative, where zero times anything is zero. */
    public static void setRow(double f, float[] x, int xAt, double[] y, int yAt, int n) {
        if (n <= 0) {
            return;
        }
        if (f == 0) {
            Arrays.fill(y, yAt, yAt + n, 0);
        } else if (Math.abs(f) <= Double.MAX_VALUE) {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = f * x[xAt + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = Elementary.zeroProduct(f, x[xAt + i]);
            }
        }
    }

    /** y[yAt + i] = f · x[xAt + i] for n values, none if it is negative, where zero times anything is zero. */
    public static void setRow(double f, double[] x, int xAt, float[] y, int yAt, int n) {
        if (n <= 0) {
            return;
        }
        if (f == 0) {
            Arrays.fill(y, yAt, yAt + n, 0);
        } else if (Math.abs(f) <= Double.MAX_VALUE) {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = (float) (f * (float) x[xAt + i]);
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = (float) Elementary.zeroProduct(f, (float) x[xAt + i]);
            }
        }
    }

    /** y[yAt + i] = f · x[xAt + i] for n values, none if it is negative, where zero times anything is zero. */
    public static void setRow(double f, double[] x, int xAt, double[] y, int yAt, int n) {
        if (n <= 0) {
            return;
        }
        if (f == 0) {
            Arrays.fill(y, yAt, yAt + n, 0);
        } else if (Math.abs(f) <= Double.MAX_VALUE) {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = f * (float) x[xAt + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = Elementary.zeroProduct(f, (float) x[xAt + i]);
            }
        }
    }

    /** The same with steps between the elements. */
    public static void setRow(double f, float[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i * yStep] = Elementary.zeroProduct(f, x[xAt + i * xStep]);
        }
    }

    /** The same with steps between the elements. */
    public static void setRow(double f, double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i * yStep] = Elementary.zeroProduct(f, (float) x[xAt + i * xStep]);
        }
    }

    /** y[yAt + i] += f · x[xAt + i] for n values, where zero times anything is zero. */
    public static void addRow(double f, float[] x, int xAt, double[] y, int yAt, int n) {
        if (f != 0 && Math.abs(f) <= Double.MAX_VALUE) {
            axpy(f, x, xAt, y, yAt, n);
        } else if (f != 0) {
            addRow(f, x, xAt, 1, y, yAt, 1, n);
        }
    }

    /** The same with steps between the elements. */
    public static void addRow(double f, float[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i * yStep] += Elementary.zeroProduct(f, x[xAt + i * xStep]);
        }
    }

    /** y[yAt + i] += f · x[xAt + i] for n values, where zero times anything is zero. */
    public static void addRow(double f, double[] x, int xAt, double[] y, int yAt, int n) {
        if (f != 0 && Math.abs(f) <= Double.MAX_VALUE) {
            axpy(f, x, xAt, y, yAt, n);
        } else if (f != 0) {
            addRow(f, x, xAt, 1, y, yAt, 1, n);
        }
    }

    /** The same with steps between the elements. */
    public static void addRow(double f, double[] x, int xAt, int xStep, double[] y, int yAt, int yStep, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i * yStep] += Elementary.zeroProduct(f, (float) x[xAt + i * xStep]);
        }
    }
}
