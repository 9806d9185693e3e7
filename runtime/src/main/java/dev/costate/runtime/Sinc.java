package dev.costate.runtime;

/**
 * sin(x)/x and its derivatives, the first two by their series around 0, where the formulas lose all digits, and else by
 * the formulas. Within 4 ulp, and around a zero of theirs within as many of the terms that cancel there.
 */
final class Sinc {
    /** Below it the series of the first derivative is as good as the formula. */
    private static final double FIRST = 1.6;

    private static final double SECOND = 2.2;
    /** More terms than either series needs. */
    private static final int TERMS = 14;
    /** How far above an order of at least x a recurrence begins that is to be exact there. */
    private static final int ABOVE = 80;

    /** The coefficients of x^(2n - 1) in the first derivative and of x^(2n - 2) in the second. */
    private static final double[] FIRST_SERIES = new double[TERMS];

    private static final double[] SECOND_SERIES = new double[TERMS];

    static {
        double factorial = 1; // of 2n + 1, exact as long as terms matter in the last place
        for (int n = 1; n <= TERMS; n++) {
            factorial *= -2 * n * (2 * n + 1);
            FIRST_SERIES[n - 1] = 2 * n / factorial;
            SECOND_SERIES[n - 1] = 2 * n * (2 * n - 1) / factorial;
        }
    }

    private Sinc() {}

    static double value(double x) {
        return x == 0 ? 1 : Transcendental.sin(x) / x;
    }

    /** (x cos x − sin x)/x². */
    static double first(double x) {
        return Math.abs(x) < FIRST
                ? x * series(FIRST_SERIES, x)
                : (Transcendental.cos(x) - Transcendental.sin(x) / x) / x;
    }

    /** −sin(x)/x − 2/x · (the first derivative). */
    static double second(double x) {
        return Math.abs(x) < SECOND ? series(SECOND_SERIES, x) : -(Transcendental.sin(x) + 2 * first(x)) / x;
    }

    /**
     * A derivative of any order, which is an integral of tⁿ cos(x t + nπ/2) over t from 0 to 1, by the recurrence
     * x f⁽ⁿ⁾ + n f⁽ⁿ⁻¹⁾ = sin⁽ⁿ⁾(x): upward where x is greater than n, and else downward from far above, where it is
     * stable.
     */
    static double derivative(int n, double x) {
        double f = 0;
        if (Math.abs(x) > n) {
            f = value(x);
            for (int k = 1; k <= n; k++) {
                f = (sine(k, x) - k * f) / x;
            }
        } else {
            for (int k = n + ABOVE; k > n; k--) {
                f = (sine(k, x) - x * f) / k;
            }
        }
        return f;
    }

    /** The k-th derivative of the sine. */
    private static double sine(int k, double x) {
        return switch (k % 4) {
            case 0 -> Transcendental.sin(x);
            case 1 -> Transcendental.cos(x);
            case 2 -> -Transcendental.sin(x);
            default -> -Transcendental.cos(x);
        };
    }

    /** Of x². */
    private static double series(double[] coefficients, double x) {
        double square = x * x;
        double sum = 0;
        for (int n = coefficients.length - 1; n >= 0; n--) {
            sum = coefficients[n] + square * sum;
        }
        return sum;
    }
}
