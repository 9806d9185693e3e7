package dev.costate.compiler.eval;

import dev.costate.runtime.Special;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The derivatives of the functions of the language, as textbooks have them, written independently of the operations'
 * own: that both agree is a test of both.
 */
final class Derivatives {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
    private static final Map<String, DoubleUnaryOperator> UNARY = new HashMap<>();
    private static final Map<String, DoubleBinaryOperator[]> BINARY = new HashMap<>();

    static {
        elementary();
        circular();
        activations();
        special();
        binary();
    }

    private Derivatives() {}

    static boolean has(String function) {
        return UNARY.containsKey(function)
                || BINARY.containsKey(function)
                || function.equals("clamp")
                || function.equals("detach");
    }

    /**
     * The derivative by argument {@code k}.
     *
     * @throws IllegalArgumentException if the function is not known
     */
    static double of(String function, int k, double[] x) {
        if (UNARY.containsKey(function)) {
            return UNARY.get(function).applyAsDouble(x[0]);
        }
        if (BINARY.containsKey(function)) {
            return BINARY.get(function)[k].applyAsDouble(x[0], x[1]);
        }
        if (function.equals("clamp")) {
            boolean inside = x[1] < x[0] && x[0] < x[2];
            return k == 0 ? (inside ? 1 : 0) : k == 1 ? (x[0] < x[1] ? 1 : 0) : (x[0] > x[2] ? 1 : 0);
        }
        throw new IllegalArgumentException("no derivative of " + function);
    }

    private static void elementary() {
        UNARY.put("neg", x -> -1);
        UNARY.put("exp", Math::exp);
        UNARY.put("expm1", Math::exp);
        UNARY.put("log", x -> x < 0 ? Double.NaN : 1 / Math.abs(x));
        UNARY.put("log1p", x -> x < -1 ? Double.NaN : 1 / (1 + x));
        UNARY.put("sqrt", x -> 0.5 / Math.sqrt(x));
        UNARY.put("cbrt", x -> 1 / (3 * Math.pow(Math.cbrt(x), 2)));
        UNARY.put("abs", Math::signum);
        UNARY.put("square", x -> 2 * x);
        for (String flat : new String[] {"sign", "floor", "ceil", "round", "trunc", "step"}) {
            UNARY.put(flat, x -> 0);
        }
    }

    private static void circular() {
        UNARY.put("sin", Math::cos);
        UNARY.put("cos", x -> -Math.sin(x));
        UNARY.put("tan", x -> 1 + Math.pow(Math.tan(x), 2));
        UNARY.put("asin", x -> 1 / Math.sqrt(1 - x * x));
        UNARY.put("acos", x -> -1 / Math.sqrt(1 - x * x));
        UNARY.put("atan", x -> 1 / (1 + x * x));
        UNARY.put("sinh", Math::cosh);
        UNARY.put("cosh", Math::sinh);
        UNARY.put("tanh", x -> 1 / Math.pow(Math.cosh(x), 2));
        UNARY.put("asinh", x -> 1 / Math.sqrt(1 + x * x));
        UNARY.put("acosh", x -> 1 / Math.sqrt(x * x - 1));
        UNARY.put("atanh", x -> 1 / (1 - x * x));
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static void activations() {
        UNARY.put("sigmoid", x -> logistic(x) * logistic(-x));
        UNARY.put("logit", x -> 1 / (x * (1 - x)));
        UNARY.put("softplus", Derivatives::logistic);
        UNARY.put("relu", x -> x > 0 ? 1 : 0);
        UNARY.put("elu", x -> x > 0 ? 1 : Math.exp(x));
        UNARY.put("gelu", x -> Special.normcdf(x) + x * normalDensity(x));
        UNARY.put("silu", x -> logistic(x) * (1 + x * logistic(-x)));
        UNARY.put("log1mexp", x -> -1 / Math.expm1(-x));
        UNARY.put("log_cosh", Math::tanh);
    }

    private static double normalDensity(double x) {
        return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    private static void special() {
        UNARY.put("erf", x -> TWO_OVER_ROOT_PI * Math.exp(-x * x));
        UNARY.put("erfc", x -> -TWO_OVER_ROOT_PI * Math.exp(-x * x));
        UNARY.put("erfcx", x -> 2 * x * Special.erfcx(x) - TWO_OVER_ROOT_PI);
        UNARY.put("lgamma", Special::digamma);
        UNARY.put("digamma", Special::trigamma);
        UNARY.put("trigamma", x -> Special.polygamma(2, x));
        UNARY.put("normcdf", Derivatives::normalDensity);
        UNARY.put("log_normcdf", x -> normalDensity(x) / Special.normcdf(x));
    }

    private static void binary() {
        put("min", (x, y) -> x < y ? 1 : x == y ? 0.5 : 0, (x, y) -> y < x ? 1 : x == y ? 0.5 : 0);
        put("max", (x, y) -> x > y ? 1 : x == y ? 0.5 : 0, (x, y) -> y > x ? 1 : x == y ? 0.5 : 0);
        put("pow", (x, y) -> y == 0 ? 0 : y * Math.pow(x, y - 1), (x, y) -> Math.pow(x, y) * Math.log(x));
        put("hypot", (x, y) -> x / Math.hypot(x, y), (x, y) -> y / Math.hypot(x, y));
        put("atan2", (y, x) -> x / (x * x + y * y), (y, x) -> -y / (x * x + y * y));
        put("leaky_relu", (x, s) -> x > 0 ? 1 : s, (x, s) -> x > 0 ? 0 : x);
        put(
                "lbeta",
                (a, b) -> Special.digamma(a) - Special.digamma(a + b),
                (a, b) -> Special.digamma(b) - Special.digamma(a + b));
        put("logaddexp", (a, b) -> logistic(a - b), (a, b) -> logistic(b - a));
        put("xlogy", (x, y) -> Math.log(y), (x, y) -> x / y);
        put("xlog1py", (x, y) -> Math.log1p(y), (x, y) -> x / (1 + y));
    }

    private static void put(String name, DoubleBinaryOperator first, DoubleBinaryOperator second) {
        BINARY.put(name, new DoubleBinaryOperator[] {first, second});
    }
}
