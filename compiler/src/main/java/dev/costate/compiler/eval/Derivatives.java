package dev.costate.compiler.eval;

import dev.costate.runtime.Elementary;
import dev.costate.runtime.Special;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The derivatives of the functions of the language, as textbooks have them, written independently of the operations'
 * own: that both agree is a test of both. Formulas are in a form that keeps its accuracy over the whole domain; where
 * there is no derivative, the language's convention stands.
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
        logarithms();
    }

    private Derivatives() {}

    static boolean has(String function) {
        return UNARY.containsKey(function)
                || BINARY.containsKey(function)
                || Set.of("max", "min", "clamp", "detach").contains(function);
    }

    /**
     * The derivative by argument {@code k}.
     *
     * @param value the value of the function; where it is NaN, so is the derivative
     * @param constant which arguments are constants, to which a tie of max, min or clamp goes
     * @throws IllegalArgumentException if the function is not known
     */
    static double of(String function, int k, double[] x, double value, boolean[] constant) {
        if (Double.isNaN(value)) {
            return Double.NaN;
        }
        if (UNARY.containsKey(function)) {
            return UNARY.get(function).applyAsDouble(x[0]);
        }
        return switch (function) {
            case "max" -> greater(x[k], x[1 - k], constant[1 - k]);
            case "min" -> greater(-x[k], -x[1 - k], constant[1 - k]);
            case "clamp" -> clamp(k, x, constant);
            case "detach" -> 0;
            default -> {
                if (!BINARY.containsKey(function)) {
                    throw new IllegalArgumentException("no derivative of " + function);
                }
                yield BINARY.get(function)[k].applyAsDouble(x[0], x[1]);
            }
        };
    }

    /** How much of max(a, b) is a. */
    private static double greater(double a, double b, boolean rivalIsConstant) {
        return a > b ? 1 : a == b && !rivalIsConstant ? 0.5 : 0;
    }

    /** min(max(x, low), high). */
    private static double clamp(int k, double[] x, boolean[] constant) {
        double lower = Math.max(x[0], x[1]);
        if (k == 2) {
            return greater(-x[2], -lower, constant[0] && constant[1]);
        }
        return greater(-lower, -x[2], constant[2]) * greater(x[k], x[1 - k], constant[1 - k]);
    }

    private static void elementary() {
        UNARY.put("neg", x -> -1);
        UNARY.put("exp", Math::exp);
        UNARY.put("expm1", Math::exp);
        UNARY.put("log", x -> 1 / Math.abs(x));
        UNARY.put("log1p", x -> 1 / (1 + x));
        UNARY.put("sqrt", x -> 0.5 / Math.sqrt(x));
        UNARY.put("cbrt", x -> 1 / (3 * Math.cbrt(x) * Math.cbrt(x)));
        UNARY.put("abs", Math::signum);
        UNARY.put("square", x -> 2 * x);
        for (String flat : new String[] {"sign", "floor", "ceil", "round", "trunc", "step"}) {
            UNARY.put(flat, x -> 0);
        }
    }

    private static void circular() {
        UNARY.put("sin", Math::cos);
        UNARY.put("cos", x -> -Math.sin(x));
        UNARY.put("tan", x -> 1 + Math.tan(x) * Math.tan(x));
        UNARY.put("asin", x -> 1 / Math.sqrt((1 - x) * (1 + x)));
        UNARY.put("acos", x -> -1 / Math.sqrt((1 - x) * (1 + x)));
        UNARY.put("atan", x -> 1 / Math.hypot(1, x) / Math.hypot(1, x));
        UNARY.put("sinh", Math::cosh);
        UNARY.put("cosh", Math::sinh);
        UNARY.put("tanh", x -> 4 * logistic(2 * x) * logistic(-2 * x));
        UNARY.put("asinh", x -> 1 / Math.hypot(1, x));
        UNARY.put("acosh", x -> 1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1)));
        UNARY.put("atanh", x -> 1 / ((1 - x) * (1 + x)));
    }

    private static double logistic(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    private static void activations() {
        UNARY.put("sigmoid", x -> logistic(x) * logistic(-x));
        UNARY.put("logit", x -> 1 / (x * (1 - x)));
        UNARY.put("softplus", Derivatives::logistic);
        UNARY.put("relu", x -> x > 0 ? 1 : 0);
        UNARY.put("elu", x -> x > 0 ? 1 : Math.exp(x));
        UNARY.put("gelu", x -> Special.normcdf(x) + moment(x, normalDensity(x)));
        UNARY.put("silu", x -> logistic(x) + moment(x, logistic(x) * logistic(-x)));
        UNARY.put("log1mexp", x -> -1 / Math.abs(Math.expm1(-x)));
        UNARY.put("log_cosh", Math::tanh);
    }

    private static double normalDensity(double x) {
        return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    /** x times what falls faster than x grows. */
    private static double moment(double x, double density) {
        return density == 0 ? 0 : x * density;
    }

    private static void special() {
        UNARY.put("erf", x -> TWO_OVER_ROOT_PI * Math.exp(-x * x));
        UNARY.put("erfc", x -> -TWO_OVER_ROOT_PI * Math.exp(-x * x));
        UNARY.put("erfcx", x -> x < 6 ? 2 * x * Special.erfcx(x) - TWO_OVER_ROOT_PI : erfcxTail(x));
        UNARY.put("lgamma", Special::digamma);
        UNARY.put("digamma", Special::trigamma);
        UNARY.put("trigamma", x -> Special.polygamma(2, x));
        UNARY.put("normcdf", Derivatives::normalDensity);
        UNARY.put(
                "log_normcdf",
                x -> x < 0
                        ? Math.sqrt(2 / Math.PI) / Special.erfcx(-x / Math.sqrt(2))
                        : normalDensity(x) / Special.normcdf(x));
    }

    /** The asymptotic series −1/(x²√π) Σ (−1)ⁿ (2n + 1)!!/(2x²)ⁿ, up to its least term. */
    private static double erfcxTail(double x) {
        double term = 1;
        double sum = 1;
        for (int n = 1; n < x * x && Math.abs(term) > 1e-20; n++) {
            term *= -(2 * n + 1) / (2 * x * x);
            sum += term;
        }
        return -sum / Math.sqrt(Math.PI) / x / x;
    }

    private static void binary() {
        put(
                "pow",
                (x, y) -> y == 0 ? 0 : y * Elementary.pow(x, y - 1),
                (x, y) -> x == 0 && y >= 0 ? 0 : Elementary.pow(x, y) * Math.log(x));
        put("hypot", Derivatives::partOfLength, (x, y) -> partOfLength(y, x));
        put("atan2", (y, x) -> overSquares(x, y), (y, x) -> -overSquares(y, x));
        put("leaky_relu", (x, s) -> x > 0 ? 1 : s, (x, s) -> x > 0 ? 0 : x);
        put("lbeta", Derivatives::digammaDifference, (a, b) -> digammaDifference(b, a));
    }

    /**
     * ψ(a) − ψ(a + b), which a difference of the two loses where b is small: terms −b/((a + n)(a + n + b)) of the
     * series until a is large, then the asymptotic series of ψ term by term.
     */
    private static double digammaDifference(double a, double b) {
        if (a <= 0) {
            return Special.digamma(a) - Special.digamma(a + b);
        }
        double sum = 0;
        double x = a;
        for (; x < 20; x++) {
            sum -= b / x / (x + b);
        }
        double y = x + b;
        sum -= Math.log1p(b / x) + 0.5 * b / x / y;
        double ofX = 1 / (x * x);
        double ofY = 1 / (y * y);
        double first = b * (x + y) * ofX * ofY;
        double difference = first;
        double power = ofY;
        for (double coefficient : new double[] {-1 / 12.0, 1 / 120.0, -1 / 252.0, 1 / 240.0, -1 / 132.0}) {
            sum += coefficient * difference;
            difference = ofX * difference + power * first;
            power *= ofY;
        }
        return sum;
    }

    private static void logarithms() {
        put("logaddexp", Derivatives::share, (a, b) -> share(b, a));
        put("xlogy", (x, y) -> x == 0 && y == 0 ? 0 : Math.log(y), (x, y) -> x == 0 ? 0 : x / y);
        put("xlog1py", (x, y) -> x == 0 && y == -1 ? 0 : Math.log1p(y), (x, y) -> x == 0 ? 0 : x / (1 + y));
    }

    private static double partOfLength(double x, double y) {
        double length = Math.hypot(x, y);
        return length == 0 ? 0 : Double.isInfinite(x) ? Math.signum(x) : x / length;
    }

    private static double overSquares(double x, double y) {
        double length = Math.hypot(x, y);
        return length == 0 ? 0 : x / length / length;
    }

    /** The part of eᵃ in eᵃ + eᵇ. */
    private static double share(double a, double b) {
        return a != b ? logistic(a - b) : a == Double.NEGATIVE_INFINITY ? 0 : 0.5;
    }

    private static void put(String name, DoubleBinaryOperator first, DoubleBinaryOperator second) {
        BINARY.put(name, new DoubleBinaryOperator[] {first, second});
    }
}
