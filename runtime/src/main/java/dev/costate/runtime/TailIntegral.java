package dev.costate.runtime;

/**
 * Integrals of the tail of a density that falls from its first point on, each by Gauss and Legendre's rule on panels:
 * ∫₀^∞ exp(h(s)) uⁱ vʲ ds/(i! j!) for all i and j up to an order, where h(0) = 0 and u and v, which are functions of s,
 * are how far logarithms are from their means. So they are the coefficients of a Taylor series in two exponents.
 */
final class TailIntegral {
    /** What falls: the density at a distance, and what its logarithm is multiplied with exponents of. */
    interface Tail {
        /** The logarithm of the density over that at 0, which is concave. */
        double logDensity(double s);

        /** Its derivative. */
        double slope(double s);

        /** u. */
        double first(double s);

        /** v; 0 where there is only one exponent. */
        default double second(double s) {
            return 0;
        }
    }

    /** So many times the density has fallen by e where the integral ends: beyond is less than its rounding. */
    static final double FALL = 42;
    /** A density falls by no more than a factor of some 1000 over a panel. */
    private static final int PANELS = 7;
    /** No wider, since logarithms of densities have singularities at a distance of π from the real axis. */
    private static final double WIDEST = 1;

    /** Positive abscissas and weights of order 16. */
    static final double[] ABSCISSAS = {
        0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438,
        0.755404408355003, 0.8656312023878318, 0.9445750230732326, 0.9894009349916499
    };

    static final double[] WEIGHTS = {
        0.1894506104550685, 0.18260341504492358, 0.16915651939500254, 0.14959598881657674,
        0.12462897125553388, 0.09515851168249279, 0.062253523938647894, 0.027152459411754096
    };

    private TailIntegral() {}

    /**
     * The integrals up to orders m and n.
     *
     * @param far a distance at which the density has fallen far enough
     */
    static double[][] moments(Tail tail, double far, int m, int n) {
        double[][] sums = new double[m + 1][n + 1];
        double length = length(tail, far);
        int panels = (int) Math.max(PANELS, Math.ceil(length / WIDEST));
        double half = 0.5 * length / panels;
        for (int panel = panels - 1; panel >= 0; panel--) {
            double middle = (2 * panel + 1) * half;
            for (int k = ABSCISSAS.length - 1; k >= 0; k--) {
                add(tail, middle + half * ABSCISSAS[k], half * WEIGHTS[k], sums);
                add(tail, middle - half * ABSCISSAS[k], half * WEIGHTS[k], sums);
            }
        }
        return sums;
    }

    /** Where the density has fallen, by Newton's method, which for concave logarithms stays beyond it. */
    private static double length(Tail tail, double far) {
        double s = far;
        for (int k = 0; k < 60; k++) {
            double next = s - (tail.logDensity(s) + FALL) / tail.slope(s);
            if (!(next > 0 && next < 0.95 * s)) {
                break;
            }
            s = next;
        }
        return s;
    }

    private static void add(Tail tail, double s, double weight, double[][] sums) {
        double u = sums.length > 1 ? tail.first(s) : 0;
        double v = sums[0].length > 1 ? tail.second(s) : 0;
        double row = weight * Transcendental.exp(tail.logDensity(s));
        for (int i = 0; i < sums.length; i++) {
            double term = row;
            for (int j = 0; j < sums[i].length; j++) {
                sums[i][j] += term;
                term *= v / (j + 1);
            }
            row *= u / (i + 1);
        }
    }

    /** The coefficients of the exponential of a series in two variables whose first coefficient is 0. */
    static double[][] exponential(double[][] series) {
        double[][] c = new double[series.length][series[0].length];
        c[0][0] = 1;
        for (int i = 0; i < c.length; i++) {
            for (int j = i == 0 ? 1 : 0; j < c[i].length; j++) {
                c[i][j] = product(series, c, i, j) / (i == 0 ? j : i);
            }
        }
        return c;
    }

    /** By the derivative in the first variable, or for its power 0 in the second. */
    private static double product(double[][] series, double[][] c, int i, int j) {
        double sum = 0;
        for (int k = 0; k <= i; k++) {
            for (int l = 0; l <= j; l++) {
                sum += (i == 0 ? l : k) * series[k][l] * c[i - k][j - l];
            }
        }
        return sum;
    }

    /** The coefficient (m, n) of the product of two series, times the factorials that make it a derivative. */
    static double derivative(int m, int n, double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i <= m; i++) {
            for (int j = 0; j <= n; j++) {
                sum += a[i][j] * b[m - i][n - j];
            }
        }
        return sum * factorial(m) * factorial(n);
    }

    static double factorial(int n) {
        double product = 1;
        for (int k = 2; k <= n; k++) {
            product *= k;
        }
        return product;
    }

    /** a log(x/a) − (x − a), the exponent of a Poisson probability. */
    static double deviance(double a, double x) {
        double d = (x - a) / a;
        return Math.abs(d) < 0.5 ? a * (Transcendental.log1p(d) - d) : a * Transcendental.log(x / a) - (x - a);
    }

    /** lgamma(a) − (a − ½) log a + a − ½ log 2π. */
    static double stirling(double a) {
        return a >= Gamma.FAR
                ? Gamma.remainder(a)
                : Gamma.lgamma(a) - (a - 0.5) * Transcendental.log(a) + a - 0.9189385332046728;
    }
}
