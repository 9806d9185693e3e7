package dev.costate.runtime;

/**
 * The sigmoid, its kin and other activation functions, and their partial derivatives.
 *
 * <p>A partial derivative is named after its function and the variable, and is NaN where the value is, unless a method
 * says otherwise; {@link Elementary} has the conventions, and what the errors are.
 */
public final class Activation {
    private static final double LOG_2 = 0.6931471805599453;

    private Activation() {}

    // ---- Sigmoid and its kin ----

    /** 1/(1 + e⁻ˣ), with full relative accuracy in the left tail; 0 at −∞, 1 at +∞. */
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Transcendental.exp(-x));
        }
        double e = Transcendental.exp(x);
        return e / (1 + e);
    }

    /** sigmoid(x) sigmoid(−x), with full relative accuracy in both tails; not s(1 − s), which is 0 beyond 37. */
    public static double sigmoidDx(double x) {
        double e = Transcendental.exp(-Math.abs(x));
        return e / ((1 + e) * (1 + e));
    }

    /** log(p/(1 − p)), the inverse of sigmoid: ∓∞ at 0 and 1, NaN outside of [0, 1]. Accurate near its zero ½, too. */
    public static double logit(double p) {
        return Math.abs(p - 0.5) < 0.2
                ? Transcendental.log1p((2 * p - 1) / (1 - p))
                : Transcendental.log(p) - Transcendental.log1p(-p);
    }

    /** d logit(p)/dp = 1/(p(1 − p)): +∞ at 0 and 1, NaN outside. */
    public static double logitDx(double p) {
        return p < 0 || p > 1 ? Double.NaN : 1 / Math.abs(p * (1 - p));
    }

    /** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|): 0 at −∞, +∞ at +∞. Its derivative is sigmoid. */
    public static double softplus(double x) {
        return Math.max(x, 0) + Transcendental.log1p(Transcendental.exp(-Math.abs(x)));
    }

    /** log(2/(1 + e⁻ˣ)): −∞ at −∞, log 2 at +∞; for small x by x/2 − log cosh(x/2). */
    public static double logTwiceSigmoid(double x) {
        return x < 1
                ? x == Double.NEGATIVE_INFINITY ? x : 0.5 * x - Trigonometry.logCosh(0.5 * x)
                : LOG_2 - Transcendental.log1p(Transcendental.exp(-x));
    }

    // ---- Activations ----

    /** max(x, 0), NaN for NaN. */
    public static double relu(double x) {
        return Math.max(x, 0);
    }

    /** x for x &gt; 0, slope · x otherwise. */
    public static double leakyRelu(double x, double slope) {
        return x > 0 ? x : slope * x;
    }

    /** 1 for x &gt; 0, slope otherwise, at the kink too. */
    public static double leakyReluDx(double x, double slope) {
        return x > 0 ? 1 : slope + Elementary.nanOrZero(x);
    }

    /** ∂/∂slope: 0 for x &gt; 0, x otherwise. */
    public static double leakyReluDslope(double x) {
        return x > 0 ? 0 : x;
    }

    /** x for x &gt; 0, eˣ − 1 otherwise. */
    public static double elu(double x) {
        return x > 0 ? x : Transcendental.expm1(x);
    }

    /** 1 for x &gt; 0, eˣ otherwise; continuous. */
    public static double eluDx(double x) {
        return x > 0 ? 1 : Transcendental.exp(x);
    }

    /** x Φ(x), Φ the normal distribution function; −0 at −∞. */
    public static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? -0.0 : x * Special.normcdf(x);
    }

    /** d(x Φ(x))/dx = Φ(x) + x φ(x). Near its zero at −0.7518 the error is relative to the summands. */
    public static double geluDx(double x) {
        return Double.isInfinite(x) ? Elementary.step(x) : Special.normcdf(x) + x * Special.normpdf(x);
    }

    /** x sigmoid(x); −0 at −∞. Accurate where sigmoid(x) is subnormal, too. */
    public static double silu(double x) {
        if (x >= -700) {
            return x * sigmoid(x);
        }
        // Two factors: eˣ alone loses its last digits below −708. NaN ends here, too.
        return x == Double.NEGATIVE_INFINITY ? -0.0 : x * Transcendental.exp(x + 100) * Transcendental.exp(-100);
    }

    /** d(x sigmoid(x))/dx = s(x)(1 + x s(−x)). Near its zero at −1.2785 the error is relative to the summands. */
    public static double siluDx(double x) {
        if (x >= -700) {
            return x == Double.POSITIVE_INFINITY ? 1 : sigmoid(x) * (1 + x * sigmoid(-x));
        }
        return x == Double.NEGATIVE_INFINITY ? 0 : (1 + x) * Transcendental.exp(x + 100) * Transcendental.exp(-100);
    }
}
