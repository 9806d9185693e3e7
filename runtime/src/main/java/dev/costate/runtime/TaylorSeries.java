package dev.costate.runtime;

/**
 * The coefficients f⁽ʲ⁾(x)/j! of functions at any point, by the recurrences of the differential equations that they
 * satisfy.
 */
final class TaylorSeries {
    /** Sets all of them, at least one. */
    interface Coefficients {
        void at(double x, double[] c);
    }

    private TaylorSeries() {}

    static void exp(double x, double[] c) {
        c[0] = Transcendental.exp(x);
        for (int j = 1; j < c.length; j++) {
            c[j] = c[j - 1] / j;
        }
    }

    static void sin(double x, double[] c) {
        oscillation(Transcendental.sin(x), Transcendental.cos(x), -1, c);
    }

    static void cos(double x, double[] c) {
        oscillation(Transcendental.cos(x), -Transcendental.sin(x), -1, c);
    }

    static void sinh(double x, double[] c) {
        oscillation(Transcendental.sinh(x), Transcendental.cosh(x), 1, c);
    }

    static void cosh(double x, double[] c) {
        oscillation(Transcendental.cosh(x), Transcendental.sinh(x), 1, c);
    }

    /** From f″ = ±f. */
    private static void oscillation(double value, double slope, int sign, double[] c) {
        c[0] = value;
        for (int j = 1; j < c.length; j++) {
            c[j] = j == 1 ? slope : sign * c[j - 2] / (j * (j - 1));
        }
    }

    static void tan(double x, double[] c) {
        c[0] = Transcendental.tan(x);
        square(1 + c[0] * c[0], 1, c);
    }

    static void tanh(double x, double[] c) {
        c[0] = Transcendental.tanh(x);
        square(Trigonometry.sech2(x), -1, c);
    }

    /** From f′ = 1 ± f². */
    private static void square(double slope, int sign, double[] c) {
        for (int j = 1; j < c.length; j++) {
            double sum = 0;
            for (int i = 0; i < j; i++) {
                sum += c[i] * c[j - 1 - i];
            }
            c[j] = j == 1 ? slope : sign * sum / j;
        }
    }

    static void logCosh(double x, double[] c) {
        tanh(x, c);
        integrate(Trigonometry.logCosh(x), c);
    }

    static void atan(double x, double[] c) {
        reciprocal(Trigonometry.atanDx(x), x, -1, c);
        integrate(Transcendental.atan(x), c);
    }

    static void atanh(double x, double[] c) {
        reciprocal(Trigonometry.atanhDx(x), x, 1, c);
        integrate(Trigonometry.atanh(x), c);
    }

    /** The inverse of 1 ∓ x². */
    private static void reciprocal(double value, double x, int sign, double[] c) {
        c[0] = value;
        for (int j = 1; j < c.length; j++) {
            c[j] = sign * (2 * x * c[j - 1] + (j == 1 ? 0 : c[j - 2])) * value;
        }
    }

    static void asin(double x, double[] c) {
        inverseRoot(Trigonometry.asinDx(x), x, 1, c);
        integrate(Transcendental.asin(x), c);
    }

    static void asinh(double x, double[] c) {
        inverseRoot(Trigonometry.asinhDx(x), x, -1, c);
        integrate(Trigonometry.asinh(x), c);
    }

    /** The inverse of the root of 1 ∓ x²: (1 ∓ x²) f′ = ± x f. */
    private static void inverseRoot(double value, double x, int sign, double[] c) {
        c[0] = value;
        for (int j = 1; j < c.length; j++) {
            double before = j == 1 ? 0 : (j - 1) * c[j - 2];
            c[j] = sign * ((2 * j - 1) * x * c[j - 1] + before) / j * value * value;
        }
    }

    static void log1p(double x, double[] c) {
        c[0] = 1 / (1 + x);
        for (int j = 1; j < c.length; j++) {
            c[j] = -c[j - 1] * c[0];
        }
        integrate(Transcendental.log1p(x), c);
    }

    static void compound(double x, double p, double[] c) {
        double binomial = 1;
        for (int j = 0; j < c.length; j++) {
            c[j] = binomial == 0 ? 0 : binomial * Elementary.compound(x, p - j);
            binomial *= (p - j) / (j + 1);
        }
    }

    static void erf(double x, double[] c) {
        c[0] = Special.erfDx(x);
        for (int j = 1; j < c.length; j++) {
            c[j] = -2 * (x * c[j - 1] + (j == 1 ? 0 : c[j - 2])) / j;
        }
        integrate(Special.erf(x), c);
    }

    /** From those of the derivative. */
    private static void integrate(double value, double[] c) {
        for (int j = c.length - 1; j > 0; j--) {
            c[j] = c[j - 1] / j;
        }
        c[0] = value;
    }
}
