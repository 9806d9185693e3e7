package dev.costate.runtime;

/** A smooth function as polynomials in x − centre over neighbouring intervals. */
final class PiecewisePolynomial {
    private final double[] ends;
    private final double[] centres;
    private final double[][] coefficients;

    /**
     * @param breaks ascending, one more than there are polynomials; every centre is in the middle of its interval
     * @param coefficients of each polynomial, the constant first
     */
    PiecewisePolynomial(double[] breaks, double[][] coefficients) {
        int n = coefficients.length;
        this.ends = new double[n - 1];
        this.centres = new double[n];
        this.coefficients = coefficients;
        for (int i = 0; i < n; i++) {
            centres[i] = (breaks[i] + breaks[i + 1]) / 2;
            if (i > 0) {
                ends[i - 1] = breaks[i];
            }
        }
    }

    /** The value at x; the outermost polynomials are used beyond their intervals, too. */
    double at(double x) {
        int i = 0;
        while (i < ends.length && x >= ends[i]) {
            i++;
        }
        return horner(coefficients[i], x - centres[i]);
    }

    /** c[0] + c[1] t + c[2] t² + … by Horner's rule. */
    static double horner(double[] c, double t) {
        double sum = c[c.length - 1];
        for (int k = c.length - 2; k >= 0; k--) {
            sum = sum * t + c[k];
        }
        return sum;
    }
}
