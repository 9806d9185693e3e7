package dev.costate.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a function is more than the beginning of its Taylor series at 0, divided by the first power that is left out:
 * Rₖf(x) = (f(x) − Σ fⱼ xʲ)/xᵏ with the sum over j &lt; k, where fⱼ xʲ is a term of the series. So R₁ of the sine is
 * sin(x)/x, R₃ of the tangent (tan x − x)/x³. As written, they lose digits near 0, and their derivatives more.
 *
 * <p>The methods take k ≥ 1, the order n of a derivative, whole numbers both, since they stand among reals, and x. The
 * n-th derivative is the integral of (1 − t)ᵏ⁻¹ tⁿ f⁽ᵏ⁺ⁿ⁾(xt) over t from 0 to 1, over (k − 1)!. Near 0 that is the
 * series, farther away Gauss and Legendre's rule, and where nothing cancels any more it follows from xᵏ Rₖf and what
 * that is. At an infinite x it is the limit.
 */
public final class TaylorRemainder {
    /** Beyond, terms do not count in the last place, as long as x is less than half of the radius. */
    private static final int TERMS = 64;

    private static final TaylorRemainder EXP = new TaylorRemainder(TaylorSeries::exp, 2, -8, 8, 1);
    private static final TaylorRemainder SIN = new TaylorRemainder(TaylorSeries::sin, 2, -6, 6, 1);
    private static final TaylorRemainder COS = new TaylorRemainder(TaylorSeries::cos, 2, -6, 6, 1);
    private static final TaylorRemainder SINH = new TaylorRemainder(TaylorSeries::sinh, 2, -6, 6, 1);
    private static final TaylorRemainder COSH = new TaylorRemainder(TaylorSeries::cosh, 2, -6, 6, 1);
    private static final TaylorRemainder TAN = new TaylorRemainder(TaylorSeries::tan, Math.PI / 2, -1.2, 1.2, 3);
    private static final TaylorRemainder TANH = new TaylorRemainder(TaylorSeries::tanh, Math.PI / 2, -4, 4, 3);
    private static final TaylorRemainder LOG_COSH = new TaylorRemainder(TaylorSeries::logCosh, Math.PI / 2, -4, 4, 3);
    private static final TaylorRemainder ASIN = new TaylorRemainder(TaylorSeries::asin, 1, -0.8, 0.8, 3);
    private static final TaylorRemainder ASINH = new TaylorRemainder(TaylorSeries::asinh, 1, -2.6, 2.6, 3);
    private static final TaylorRemainder ATAN = new TaylorRemainder(TaylorSeries::atan, 1, -2.6, 2.6, 3);
    private static final TaylorRemainder ATANH = new TaylorRemainder(TaylorSeries::atanh, 1, -0.8, 0.8, 3);
    private static final TaylorRemainder LOG1P = new TaylorRemainder(TaylorSeries::log1p, 1, -0.85, 4, 3);
    private static final TaylorRemainder ERF = new TaylorRemainder(TaylorSeries::erf, 2, -4, 4, 3);

    /** Those of powers of 1 + x, by the exponent, a constant of some model. */
    private static final Map<Double, TaylorRemainder> POWERS = new ConcurrentHashMap<>();

    private final TaylorSeries.Coefficients function;
    private final double near;
    private final double from;
    private final double to;
    private final int panels;
    private final double[] series = new double[2 * TERMS];

    /**
     * @param radius within which the series converges, or small enough
     * @param from where nothing cancels below
     * @param to where nothing cancels above
     * @param panels of the integral
     */
    private TaylorRemainder(TaylorSeries.Coefficients function, double radius, double from, double to, int panels) {
        this.function = function;
        this.near = radius / 2;
        this.from = from;
        this.to = to;
        this.panels = panels;
        function.at(0, series);
    }

    public static double exp(double k, double n, double x) {
        return EXP.derivative((int) k, (int) n, x);
    }

    public static double sin(double k, double n, double x) {
        return SIN.derivative((int) k, (int) n, x);
    }

    public static double cos(double k, double n, double x) {
        return COS.derivative((int) k, (int) n, x);
    }

    public static double sinh(double k, double n, double x) {
        return SINH.derivative((int) k, (int) n, x);
    }

    public static double cosh(double k, double n, double x) {
        return COSH.derivative((int) k, (int) n, x);
    }

    public static double tan(double k, double n, double x) {
        return TAN.derivative((int) k, (int) n, x);
    }

    public static double tanh(double k, double n, double x) {
        return TANH.derivative((int) k, (int) n, x);
    }

    public static double logCosh(double k, double n, double x) {
        return LOG_COSH.derivative((int) k, (int) n, x);
    }

    public static double asin(double k, double n, double x) {
        return ASIN.derivative((int) k, (int) n, x);
    }

    public static double asinh(double k, double n, double x) {
        return ASINH.derivative((int) k, (int) n, x);
    }

    public static double atan(double k, double n, double x) {
        return ATAN.derivative((int) k, (int) n, x);
    }

    public static double atanh(double k, double n, double x) {
        return ATANH.derivative((int) k, (int) n, x);
    }

    public static double log1p(double k, double n, double x) {
        return LOG1P.derivative((int) k, (int) n, x);
    }

    public static double erf(double k, double n, double x) {
        return ERF.derivative((int) k, (int) n, x);
    }

    /** Of (1 + x)^p for a constant p. */
    public static double compound(double k, double n, double x, double p) {
        return POWERS.computeIfAbsent(p, TaylorRemainder::power).derivative((int) k, (int) n, x);
    }

    private static TaylorRemainder power(double p) {
        double radius = 2 / Math.max(2, Math.abs(p));
        return new TaylorRemainder((x, c) -> TaylorSeries.compound(x, p, c), radius, p < -2 ? -0.6 : -0.85, 4, 3);
    }

    private double derivative(int k, int n, double x) {
        if (Math.abs(x) < near) {
            return nearZero(k, n, x);
        }
        boolean between = x > from && x < to;
        return between ? integral(k, n, x) : Double.isInfinite(x) ? limit(k, n, x) : byRecurrence(k, n, x);
    }

    private double nearZero(int k, int n, double x) {
        double sum = 0;
        int halvings = -1 - Math.getExponent(x / (2 * near));
        for (int j = Math.min(TERMS, TERMS / halvings + 2 * n + 2) - 1; j >= 0; j--) {
            sum = sum * x + falling(n + j, n) * series[k + n + j];
        }
        return sum;
    }

    /** a (a − 1) … of so many factors. */
    private static double falling(int a, int factors) {
        double product = 1;
        for (int i = 0; i < factors; i++) {
            product *= a - i;
        }
        return product;
    }

    private double integral(int k, int n, double x) {
        double[] c = new double[k + n + 1];
        double half = 0.5 / panels;
        double sum = 0;
        for (int panel = 0; panel < panels; panel++) {
            double middle = (2 * panel + 1) * half;
            for (int i = 0; i < TailIntegral.ABSCISSAS.length; i++) {
                double step = half * TailIntegral.ABSCISSAS[i];
                sum += TailIntegral.WEIGHTS[i]
                        * (integrand(k, n, x, middle - step, c) + integrand(k, n, x, middle + step, c));
            }
        }
        return falling(k + n, n + 1) * half * sum;
    }

    /** Without (k + n)!. */
    private double integrand(int k, int n, double x, double t, double[] c) {
        function.at(x * t, c);
        return IntegerPower.of(1 - t, k - 1) * IntegerPower.of(t, n) * c[k + n];
    }

    /** By Leibniz' rule: Σ C(n, i) k!/(k − i)! x^(k − i) qₙ₋ᵢ over i is the n-th derivative of xᵏ q. */
    private double byRecurrence(int k, int n, double x) {
        double[] c = new double[n + 1];
        function.at(x, c);
        double[] q = new double[n + 1];
        for (int order = 0; order <= n; order++) {
            double rest = falling(order, order) * c[order];
            for (int j = 0; j < k; j++) {
                rest = (rest - falling(order + j, order) * (order + j < k ? series[order + j] : 0)) / x;
            }
            double factor = 1;
            for (int i = 1; i <= Math.min(order, k); i++) {
                factor *= (order - i + 1.0) / i * (k - i + 1) / x;
                rest -= factor * q[order - i];
            }
            q[order] = rest;
        }
        return q[n];
    }

    /**
     * At an infinite x, where a function either grows beyond any power, as all of its derivatives do, or by its slope.
     */
    private double limit(int k, int n, double x) {
        double[] c = new double[2];
        function.at(x, c);
        if (Double.isInfinite(c[0]) && Double.isInfinite(c[1])) {
            return x < 0 && k % 2 != 0 ? -c[n % 2] : c[n % 2];
        }
        if (Double.isNaN(c[0])) {
            return c[0];
        }
        return Double.isInfinite(c[0]) && k == 1 && n == 0 ? c[1] : 0;
    }
}
