package dev.costate.compiler.eval;

import dev.costate.runtime.Activation;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.Special;
import dev.costate.runtime.Trigonometry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * The functions of one number: their values, and their Taylor coefficients, each by the differential equation that it
 * solves, written independently of the operations' own derivatives: that both agree is a test of both. Where there is
 * no derivative, the language's convention stands. Long since each function has a rule.
 */
final class Expansions {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    /** Fills in coefficients from the first on, of a function whose value is there. */
    private interface Rule {
        void fill(double x, double[] c);
    }

    private record Function(DoubleUnaryOperator value, Rule rule) {}

    private static final Map<String, Function> FUNCTIONS = new HashMap<>();

    static {
        powers();
        circular();
        hyperbolic();
        activations();
        errors();
        gammas();
    }

    private Expansions() {}

    private static void put(String name, DoubleUnaryOperator value, Rule rule) {
        FUNCTIONS.put(name, new Function(value, rule));
    }

    static boolean has(String function) {
        return FUNCTIONS.containsKey(function);
    }

    static double value(String function, double x) {
        return function(function).value.applyAsDouble(x);
    }

    private static Function function(String name) {
        return Objects.requireNonNull(FUNCTIONS.get(name), name);
    }

    /** The coefficients up to an order; all NaN where the value is. */
    static double[] of(String function, double x, int order) {
        double[] c = new double[order + 1];
        c[0] = value(function, x);
        if (Double.isNaN(c[0])) {
            Arrays.fill(c, Double.NaN);
        } else if (order > 0) {
            function(function).rule.fill(x, c);
        }
        return c;
    }

    /** Coefficients by those of the derivative. */
    private static void integrate(double[] c, double[] derivative) {
        for (int k = 1; k < c.length; k++) {
            c[k] = derivative[k - 1] / k;
        }
    }

    /** Σ aⱼ bₖ₋ⱼ over j = from … to. */
    private static double convolution(double[] a, double[] b, int k, int from, int to) {
        double sum = 0;
        for (int j = from; j <= to; j++) {
            sum += Jet.scaled(a[j], b[k - j]);
        }
        return sum;
    }

    private static double[] product(double[] a, double[] b) {
        double[] c = new double[a.length];
        for (int k = 0; k < c.length; k++) {
            c[k] = convolution(a, b, k, 0, k);
        }
        return c;
    }

    /** first/b, where the first of b is not 0. */
    private static double[] reciprocal(double first, double[] b) {
        double[] c = new double[b.length];
        c[0] = first / b[0];
        for (int k = 1; k < c.length; k++) {
            c[k] = -convolution(b, c, k, 1, k) / b[0];
        }
        return c;
    }

    /** The coefficients of xᵃ: (a over k) xᵃ⁻ᵏ, zero after a whole exponent. */
    static double[] power(double x, double exponent, int order) {
        double[] c = new double[order + 1];
        double binomial = 1;
        for (int k = 0; k <= order; k++) {
            c[k] = k == 0 || binomial != 0 ? binomial * Elementary.pow(x, exponent - k) : 0;
            binomial *= (exponent - k) / (k + 1);
        }
        return c;
    }

    /** wᵖ = value at w₀ and onwards, of w = w₀ (1 + first t + second t²). */
    private static double[] ofQuadratic(double value, double p, double first, double second, int length) {
        double[] c = new double[length];
        c[0] = value;
        for (int k = 1; k < length; k++) {
            c[k] = Jet.scaled((p - (k - 1)) * first, c[k - 1]) / k;
            if (k > 1) {
                c[k] += Jet.scaled((2 * p - (k - 2)) * second, c[k - 2]) / k;
            }
        }
        return c;
    }

    private static void powers() {
        put("exp", Math::exp, (x, c) -> exponential(c[0], c[0], c));
        put("expm1", Math::expm1, (x, c) -> exponential(Math.exp(x), Math.exp(x), c));
        put("log", Math::log, (x, c) -> logarithm(Math.abs(x), c));
        put("log1p", Math::log1p, (x, c) -> logarithm(1 + x, c));
        put("sqrt", Math::sqrt, (x, c) -> root(x, 0.5, c));
        put("cbrt", Math::cbrt, (x, c) -> root(x, 1 / 3.0, c));
        put("square", x -> x * x, (x, c) -> {
            c[1] = 2 * x;
            if (c.length > 2) {
                c[2] = 1;
            }
        });
        put("abs", Math::abs, (x, c) -> c[1] = Math.signum(x));
        put("sign", Math::signum, Expansions::flat);
        put("floor", Math::floor, Expansions::flat);
        put("ceil", Math::ceil, Expansions::flat);
        put("round", Math::rint, Expansions::flat);
        put("trunc", Elementary::trunc, Expansions::flat);
        put("step", Elementary::step, Expansions::flat);
    }

    private static void flat(double x, double[] c) {}

    /** Derivatives that are one number at odd and one at even orders. */
    private static void exponential(double odd, double even, double[] c) {
        double factor = 1;
        for (int k = 1; k < c.length; k++) {
            factor /= k;
            c[k] = factor * (k % 2 == 0 ? even : odd);
        }
    }

    private static void logarithm(double y, double[] c) {
        for (int k = 1; k < c.length; k++) {
            c[k] = (k % 2 == 0 ? -1 : 1) / Math.pow(y, k) / k;
        }
    }

    /** At 0 the limits from above. */
    private static void root(double x, double p, double[] c) {
        for (int k = 1; k < c.length; k++) {
            double limit = Double.isInfinite(x) ? 0 : k % 2 == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            c[k] = x == 0 || Double.isInfinite(x) ? limit : c[k - 1] / x * (p - (k - 1)) / k;
        }
    }

    private static void circular() {
        put("sin", Math::sin, (x, c) -> cycle(c, Math.cos(x), -Math.sin(x)));
        put("cos", Math::cos, (x, c) -> cycle(c, -Math.sin(x), -Math.cos(x)));
        put("tan", Math::tan, (x, c) -> {
            for (int k = 0; k + 1 < c.length; k++) {
                c[k + 1] = ((k == 0 ? 1 : 0) + convolution(c, c, k, 0, k)) / (k + 1);
            }
        });
        put("asin", Math::asin, (x, c) -> integrate(c, underRoot(x, 1, c.length)));
        put("acos", Math::acos, (x, c) -> integrate(c, underRoot(x, -1, c.length)));
        put("atan", Math::atan, (x, c) -> {
            double h = Math.hypot(1, x);
            integrate(c, ofQuadratic(1 / h / h, -1, twice(x), 1 / h / h, c.length));
        });
    }

    /** Derivatives that repeat with the opposite sign after two orders. */
    private static void cycle(double[] c, double first, double second) {
        double factor = 1;
        for (int k = 1; k < c.length; k++) {
            factor /= k;
            c[k] = factor * (k % 2 == 0 ? second : first) * ((k - 1) / 2 % 2 == 0 ? 1 : -1);
        }
    }

    /** ±1/√(1 − x²). */
    private static double[] underRoot(double x, int sign, int length) {
        double w = (1 - x) * (1 + x);
        return ofQuadratic(sign / Math.sqrt(w), -0.5, -2 * x / w, -1 / w, length);
    }

    /** 2x/(1 + x²). */
    private static double twice(double x) {
        return Math.abs(x) > 1 ? 2 / (x + 1 / x) : 2 * x / (1 + x * x);
    }

    private static void hyperbolic() {
        put("sinh", Math::sinh, (x, c) -> exponential(Math.cosh(x), Math.sinh(x), c));
        put("cosh", Math::cosh, (x, c) -> exponential(Math.sinh(x), Math.cosh(x), c));
        put("tanh", Math::tanh, (x, c) -> {
            c[1] = 4 * logistic(2 * x) * logistic(-2 * x);
            for (int k = 1; k + 1 < c.length; k++) {
                c[k + 1] = -convolution(c, c, k, 0, k) / (k + 1);
            }
        });
        put("asinh", Trigonometry::asinh, (x, c) -> {
            double h = Math.hypot(1, x);
            integrate(c, ofQuadratic(1 / h, -0.5, twice(x), 1 / h / h, c.length));
        });
        put("acosh", Trigonometry::acosh, (x, c) -> {
            double first = x > 2 ? 2 / (x - 1 / x) : 2 * x / (x - 1) / (x + 1);
            double value = 1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1));
            integrate(c, ofQuadratic(value, -0.5, first, 1 / (x - 1) / (x + 1), c.length));
        });
        put("atanh", Trigonometry::atanh, (x, c) -> {
            double w = (1 - x) * (1 + x);
            integrate(c, ofQuadratic(1 / w, -1, -2 * x / w, -1 / w, c.length));
        });
        put("log_cosh", Trigonometry::logCosh, (x, c) -> integrate(c, of("tanh", x, c.length - 1)));
    }

    static double logistic(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    private static void activations() {
        put("sigmoid", Activation::sigmoid, (x, c) -> {
            double[] tangens = of("tanh", 0.5 * x, c.length - 1);
            for (int k = 1; k < c.length; k++) {
                c[k] = 0.5 * tangens[k] * Math.pow(0.5, k);
            }
        });
        put("logit", Activation::logit, (x, c) -> {
            for (int k = 1; k < c.length; k++) {
                double sum = 1 / Math.pow(x, k) + 1 / Math.pow(1 - x, k);
                double difference = Math.expm1(k * c[0]) / Math.pow(x, k);
                c[k] = (k == 1 ? 1 / (x * (1 - x)) : k % 2 == 0 ? difference : sum) / k;
            }
        });
        put("softplus", Activation::softplus, (x, c) -> integrate(c, of("sigmoid", x, c.length - 1)));
        put("relu", Activation::relu, (x, c) -> c[1] = x > 0 ? 1 : 0);
        put("elu", Activation::elu, (x, c) -> {
            if (x > 0) {
                c[1] = 1;
            } else {
                exponential(Math.exp(x), Math.exp(x), c);
            }
        });
        put("gelu", Activation::gelu, (x, c) -> timesArgument(x, of("normcdf", x, c.length - 1), c));
        put("silu", Activation::silu, (x, c) -> timesArgument(x, of("sigmoid", x, c.length - 1), c));
        put("log1mexp", Logarithm::log1mexp, (x, c) -> {
            double[] u = new double[c.length];
            u[0] = Math.abs(Math.expm1(-x));
            exponential(-Math.exp(-x), Math.exp(-x), u);
            integrate(c, reciprocal(-1, u));
        });
    }

    /** x times a function of it, which falls faster than x grows. */
    private static void timesArgument(double x, double[] function, double[] c) {
        for (int k = 1; k < c.length; k++) {
            c[k] = Jet.scaled(function[k], x) + function[k - 1];
        }
    }

    /** Of scale · exp(−a x²/2), by g′ = −a x g. */
    private static double[] bell(double x, double scale, double a, int length) {
        double[] c = new double[length];
        c[0] = scale * Math.exp(-0.5 * a * x * x);
        for (int k = 1; k < length; k++) {
            c[k] = -a * (Jet.scaled(c[k - 1], x) + (k > 1 ? c[k - 2] : 0)) / k;
        }
        return c;
    }

    private static void errors() {
        put("erf", Special::erf, (x, c) -> integrate(c, bell(x, TWO_OVER_ROOT_PI, 2, c.length)));
        put("erfc", Special::erfc, (x, c) -> integrate(c, bell(x, -TWO_OVER_ROOT_PI, 2, c.length)));
        put("normcdf", Special::normcdf, (x, c) -> integrate(c, bell(x, 1 / Math.sqrt(2 * Math.PI), 1, c.length)));
        put("erfcx", Special::erfcx, Expansions::scaledError);
        put("normal_quantile", Special::normalQuantile, Expansions::quantile);
        put("log_normcdf", Special::logNormcdf, (x, c) -> {
            if (x < 0) {
                double[] e = of("erfcx", -x / Math.sqrt(2), c.length - 1);
                for (int k = 0; k < e.length; k++) {
                    e[k] *= Math.pow(-Math.sqrt(0.5), k);
                }
                integrate(c, reciprocal(Math.sqrt(2 / Math.PI), e));
            } else {
                double[] density = bell(x, 1 / Math.sqrt(2 * Math.PI), 1, c.length);
                integrate(c, product(density, reciprocal(1, of("normcdf", x, c.length - 1))));
            }
        });
    }

    /** x′ = 1/φ(x), so that with s = 1/φ(x) s′ = x s x′ = x s². */
    private static void quantile(double p, double[] c) {
        double[] slope = new double[c.length];
        slope[0] = 1 / bell(c[0], 1 / Math.sqrt(2 * Math.PI), 1, 1)[0];
        for (int k = 0; k + 1 < c.length; k++) {
            c[k + 1] = slope[k] / (k + 1);
            slope[k + 1] = product(c, product(slope, slope))[k] / (k + 1);
        }
    }

    /**
     * y′ = 2xy − 2/√π. On the right, where that cancels, y is the minimal solution of the recurrence: its ratios are a
     * continued fraction, by Miller's method.
     */
    private static void scaledError(double x, double[] c) {
        if (x < 0.25) {
            for (int k = 1; k < c.length; k++) {
                c[k] = (2 * (x * c[k - 1] + (k > 1 ? c[k - 2] : 0)) - (k == 1 ? TWO_OVER_ROOT_PI : 0)) / k;
            }
            return;
        }
        int last = c.length + 30 + (int) (200 / (x * x));
        double ratio = 1 / (x + Math.sqrt(x * x + 2 * last));
        double[] ratios = new double[c.length];
        for (int n = last; n > 0; n--) {
            ratio = 1 / (2 * (n + 1) * ratio + 2 * x);
            if (n < c.length) {
                ratios[n] = ratio;
            }
        }
        for (int k = 1; k < c.length; k++) {
            c[k] = -2 * c[k - 1] * ratios[k];
        }
    }

    private static void gammas() {
        put("lgamma", Special::lgamma, (x, c) -> {
            System.arraycopy(Zeta.logGamma(x, c.length), 1, c, 1, c.length - 1);
            c[1] = Special.digamma(x);
            if (Double.isNaN(c[1])) {
                Arrays.fill(c, 1, c.length, Double.NaN);
            }
        });
        put("stirling_error", Special::stirlingError, (x, c) -> {
            double[] gamma = Zeta.logGamma(x, c.length);
            gamma[1] = Special.digamma(x);
            double[] logarithm = new double[c.length];
            logarithm(x, logarithm);
            logarithm[0] = Math.log(x);
            for (int k = 1; k < c.length; k++) {
                c[k] = gamma[k] - (x - 0.5) * logarithm[k] - logarithm[k - 1] + (k == 1 ? 1 : 0);
            }
        });
        put("digamma", Special::digamma, (x, c) -> {
            double[] gamma = Zeta.logGamma(x, c.length + 1);
            for (int k = 1; k < c.length; k++) {
                c[k] = (k + 1) * gamma[k + 1];
            }
        });
        put("trigamma", Special::trigamma, (x, c) -> {
            double[] gamma = Zeta.logGamma(x, c.length + 2);
            for (int k = 1; k < c.length; k++) {
                c[k] = (k + 1) * (k + 2) * gamma[k + 2];
            }
        });
    }
}
