package dev.costate.runtime;

import java.util.function.IntToDoubleFunction;

/**
 * A function g that vanishes at 0 as x^m does, divided by that: near 0 by its power series, which is termwise
 * differentiated, elsewhere from the derivatives of xᵐ q = g.
 */
final class PowerQuotient {
    /** The n-th derivative of a function. */
    private interface Derivatives {
        double at(int n, double x);
    }

    private static final int TERMS = 44;

    /** sinh(x)/x. */
    static final PowerQuotient SINHC = new PowerQuotient(
            1, 4, j -> j % 2 == 0 ? 1 : 0, (n, x) -> n % 2 == 0 ? Transcendental.sinh(x) : Transcendental.cosh(x));

    /** (x − sin x)/x³. */
    static final PowerQuotient SINC3 =
            new PowerQuotient(3, 5, j -> j % 4 == 0 ? 1 : j % 4 == 2 ? -1 : 0, (n, x) -> switch (n % 4) {
                case 0 -> n == 0 ? x - Transcendental.sin(x) : -Transcendental.sin(x);
                case 1 -> n == 1 ? 1 - Transcendental.cos(x) : -Transcendental.cos(x);
                case 2 -> Transcendental.sin(x);
                default -> Transcendental.cos(x);
            });

    private final int power;
    private final double bound;
    private final double[] series = new double[TERMS];
    private final Derivatives derivatives;

    /**
     * @param power m
     * @param bound where the series ends
     * @param sign that of the term xʲ/(j + m)! of the series, or 0
     */
    private PowerQuotient(int power, double bound, IntToDoubleFunction sign, Derivatives derivatives) {
        this.power = power;
        this.bound = bound;
        this.derivatives = derivatives;
        double factorial = 1;
        for (int k = 2; k <= power; k++) {
            factorial *= k;
        }
        for (int j = 0; j < TERMS; j++) {
            series[j] = sign.applyAsDouble(j) / factorial;
            factorial *= j + 1 + power;
        }
    }

    double derivative(int n, double x) {
        return Math.abs(x) < bound ? nearZero(n, x) : byRecurrence(n, x);
    }

    private double nearZero(int n, double x) {
        double sum = 0;
        for (int j = TERMS - 1; j >= n; j--) {
            double falling = 1;
            for (int i = 0; i < n; i++) {
                falling *= j - i;
            }
            sum = sum * x + falling * series[j];
        }
        return sum;
    }

    /** By Leibniz' rule: Σ C(n, i) m!/(m − i)! x^(m − i) qₙ₋ᵢ over i is the n-th derivative of g. */
    private double byRecurrence(int n, double x) {
        double last = derivatives.at(n, x);
        if (Double.isInfinite(last)) {
            return last;
        }
        double[] q = new double[n + 1];
        double divisor = IntegerPower.of(x, power);
        for (int k = 0; k <= n; k++) {
            double rest = derivatives.at(k, x) / divisor;
            double factor = 1;
            for (int i = 1; i <= Math.min(k, power); i++) {
                factor *= (k - i + 1.0) / i * (power - i + 1) / x;
                rest -= factor * q[k - i];
            }
            q[k] = rest;
        }
        return q[n];
    }
}
