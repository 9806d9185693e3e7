package dev.costate.compiler.eval;

import java.util.Arrays;
import java.util.List;

/**
 * The functions of several numbers, as series, by those of one and by arithmetic; values as {@link Functions} has them.
 */
final class Joint {
    private Joint() {}

    /**
     * A function of the language.
     *
     * @param constant which arguments are constants, to which a tie of max, min or clamp goes
     */
    static Jet of(String function, List<Jet> x, boolean... constant) {
        double[] values = x.stream().mapToDouble(Jet::value).toArray();
        double value = Functions.value(function, values);
        if (x.stream().allMatch(Jet::isConstant)) {
            return Jet.constant(value);
        } else if (Double.isNaN(value)) {
            return Jet.undefined(x.toArray(Jet[]::new));
        } else if (x.size() == 1) {
            return x.get(0).apply(Expansions.of(function, values[0], x.get(0).order()));
        }
        Jet a = x.get(0);
        Jet b = x.get(1);
        Jet result = switch (function) {
            case "max" -> greater(a, b, constant[0], constant[1]);
            case "min" -> lesser(a, b, constant[0], constant[1]);
            case "clamp" ->
                lesser(greater(a, b, constant[0], constant[1]), x.get(2), constant[0] && constant[1], constant[2]);
            case "pow" -> power(a, b);
            case "hypot" -> hypotenuse(a, b);
            case "atan2" -> angle(a, b);
            case "leaky_relu" -> a.value() > 0 ? a : a.times(b);
            case "lbeta" -> logBeta(a, b);
            case "gamma_p" -> Incomplete.lower(a, b);
            case "gamma_q" -> Incomplete.upper(a, b);
            case "inc_beta" -> Incomplete.beta(b, x.get(2), a);
            case "logaddexp" -> a.value() < b.value() ? above(b, a) : above(a, b);
            case "xlogy" -> a.times(logarithm("log", b, a.value() == 0 && b.value() <= 0));
            case "xlog1py" -> a.times(logarithm("log1p", b, a.value() == 0 && b.value() <= -1));
            default -> throw new IllegalArgumentException("no derivative of " + function);
        };
        return result.at(value).ended();
    }

    static Jet function(String name, Jet x) {
        return x.apply(Expansions.of(name, x.value(), x.order()));
    }

    /** A tie is shared evenly, but with a constant, which does not move, nothing does. */
    private static Jet greater(Jet a, Jet b, boolean constantA, boolean constantB) {
        if (a.value() != b.value()) {
            return a.value() > b.value() ? a : b;
        }
        return constantA || constantB ? a.still() : a.plus(b).times(0.5);
    }

    private static Jet lesser(Jet a, Jet b, boolean constantA, boolean constantB) {
        return greater(a.negated(), b.negated(), constantA, constantB).negated();
    }

    /** The first moves as xʸ at constant y, times exp((y − y₀) log x); at x = 0 by limits. */
    static Jet power(Jet x, Jet y) {
        Jet base = x.apply(Expansions.power(x.value(), y.value(), x.order()));
        if (y.isConstant()) {
            return base;
        } else if (x.value() == 0) {
            return base.plus(powersOfZero(x.at(0), y.at(0), y.value())).at(base.value());
        }
        Jet exponent = y.at(0).times(function("log", x));
        return base.times(function("exp", exponent.at(0)));
    }

    /** What xʸ has of terms xⁱ yʲ, j > 0, at x = 0: their limits from above, but 0 for the derivative by y at y ≥ 0. */
    private static Jet powersOfZero(Jet dx, Jet dy, double y) {
        Jet sum = Jet.constant(0);
        Jet ofX = Jet.constant(1);
        int order = Math.max(dx.order(), dy.order());
        for (int i = 0; i <= order; i++) {
            Jet both = ofX;
            for (int j = 1; i + j <= order; j++) {
                both = both.times(dy);
                boolean vanishes = i == 0 ? y >= 0 : y > i;
                sum = vanishes ? sum : sum.plus(both.times(sign(y, i, j) * Double.POSITIVE_INFINITY));
            }
            ofX = ofX.times(dx);
        }
        return sum;
    }

    /**
     * The sign of the i-th derivative by x and j-th by y of xʸ at small x: that of (y over i), or its derivative, and
     * log x.
     */
    private static int sign(double y, int i, int j) {
        int sign = 1;
        int zeros = 0;
        for (int k = 0; k < i; k++) {
            zeros += y == k ? 1 : 0;
            sign = y < k ? -sign : sign;
        }
        return (j - zeros) % 2 == 0 ? sign : -sign;
    }

    /** √Σx²; nothing moves it at 0. */
    static Jet length(List<Jet> x) {
        double length = x.stream().mapToDouble(Jet::value).reduce(0, Math::hypot);
        Jet sum = Jet.constant(0);
        if (Double.isInfinite(length)) {
            double count = x.stream()
                    .mapToDouble(e -> Double.isInfinite(e.value()) ? 1 : 0)
                    .sum();
            for (Jet each : x) {
                boolean infinite = Double.isInfinite(each.value());
                sum = sum.plus(
                        each.at(0).times(infinite ? Math.signum(each.value()) / Math.sqrt(count) : 0 * each.value()));
            }
            return sum.at(length);
        } else if (length == 0) {
            return sum;
        }
        for (Jet each : x) {
            Jet moved = each.at(0);
            sum = sum.plus(moved.times(each.value() / length)).plus(moved.times(moved.times(0.5 / length)));
        }
        // √(l² + 2 l g) by powers of g
        double[] series = Expansions.power(1, 0.5, sum.order());
        for (int k = 0; k < series.length; k++) {
            series[k] *= 2 / Math.pow(length / 2, k - 1);
        }
        return sum.apply(series).at(length);
    }

    /**
     * p √(1 + (q/p)²) by the parts p and q along and across where (x, y) is, so that no digits are lost between them.
     */
    private static Jet hypotenuse(Jet x, Jet y) {
        double length = Math.hypot(x.value(), y.value());
        if (length == 0 || Double.isInfinite(length)) {
            return length(List.of(x, y));
        }
        double cos = x.value() / length;
        double sin = y.value() / length;
        Jet along = x.at(0).times(cos).plus(y.at(0).times(sin)).at(length);
        Jet across = y.at(0).times(cos).minus(x.at(0).times(sin)).at(0);
        Jet slope = across.over(along);
        Jet square = slope.times(slope);
        double[] root = Expansions.power(1, 0.5, square.order() + 1);
        return along.plus(across.times(slope).times(square.apply(Arrays.copyOfRange(root, 1, root.length))));
    }

    /** By the angle from where it is: that of (x + iy)(x₀ − iy₀), whose real part is 1 and imaginary part 0 there. */
    private static Jet angle(Jet y, Jet x) {
        double length = Math.hypot(x.value(), y.value());
        if (length == 0) {
            return Jet.constant(0);
        }
        double cos = x.value() / length / length;
        double sin = y.value() / length / length;
        Jet real = x.at(0).times(cos).plus(y.at(0).times(sin)).at(1);
        Jet imaginary = y.at(0).times(cos).minus(x.at(0).times(sin)).at(0);
        return function("atan", imaginary.over(real));
    }

    /** a + log(1 + eᵇ⁻ᵃ) for a ≥ b; two that are −∞ are nothing. */
    private static Jet above(Jet a, Jet b) {
        if (a.value() == b.value()) {
            boolean nothing = a.value() == Double.NEGATIVE_INFINITY;
            return nothing ? a.still() : a.plus(function("softplus", b.minus(a).at(0)));
        }
        return a.plus(function("softplus", b.minus(a)));
    }

    /** Where that of nothing does not count, it is taken as 0. */
    private static Jet logarithm(String name, Jet y, boolean ofNothing) {
        Jet logarithm = function(name, y);
        return ofNothing ? logarithm.at(0) : logarithm;
    }

    /** By the differences of log Γ(a) and log Γ(b) to log Γ(a + b), and the terms of the last in which both move. */
    private static Jet logBeta(Jet a, Jet b) {
        Jet da = a.at(0);
        Jet db = b.at(0);
        Jet both = da.plus(db);
        double[] ofSum = Zeta.logGamma(a.value() + b.value(), both.order() + 1);
        double[] cross = new double[ofSum.length];
        Arrays.setAll(cross, k -> -ofSum[k]);
        return both.apply(cross)
                .minus(da.apply(cross).plus(db.apply(cross)))
                .plus(da.apply(Zeta.logGammaRatio(a.value(), b.value(), ofSum.length)))
                .plus(db.apply(Zeta.logGammaRatio(b.value(), a.value(), ofSum.length)));
    }
}
