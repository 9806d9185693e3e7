package dev.costate.runtime;

/**
 * What log Γ(x) is more than Stirling's formula (x − ½) log x − x + ½ log 2π, and its first two derivatives, for x &gt;
 * 0. By the asymptotic series far out, and nearer by the steps from x to x + 1, of which each is a sum of terms of one
 * sign in w = 1/(2x + 1), log(1 + 1/x) being 2 (w + w³/3 + w⁵/5 + …).
 */
final class StirlingError {
    /** From here on the asymptotic series, which gives the second derivative all its digits. */
    private static final double FAR = 16;
    /** B₂ₖ/(2k (2k − 1)), k = 1 … 8. */
    private static final double[] SERIES = {
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400
    };

    private StirlingError() {}

    static double value(double x) {
        if (!(x >= 0.5)) {
            return x > 0 ? step(x) + value(1 + x) : x == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        }
        double sum = 0;
        double y = x;
        for (; y < FAR; y++) {
            sum += step(y);
        }
        return sum + series(y, 0);
    }

    /** The first derivative, ψ(x) − log x + 1/(2x). */
    static double dx(double x) {
        if (!(x >= 0.5)) {
            double step = Transcendental.log1p(1 / x) - 0.5 / x - 0.5 / (1 + x);
            return x > 0 ? step + dx(1 + x) : x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
        }
        double sum = 0;
        double y = x;
        for (; y < FAR; y++) {
            double w = 1 / (2 * y + 1);
            double terms = 0;
            for (int k = 57; k >= 3; k -= 2) {
                terms = terms * w * w + (2 - 2.0 / k);
            }
            sum += terms * w * w * w;
        }
        return -(sum + series(y, 1));
    }

    /** The second derivative, ψ′(x) − 1/x − 1/(2x²). */
    static double dxx(double x) {
        if (!(x >= 0)) {
            return Double.NaN;
        }
        double sum = 0;
        double y = x;
        for (; y < FAR; y++) {
            double step = 1 / y / (y + 1);
            sum += 0.5 * step * step;
        }
        return sum + series(y, 2);
    }

    /** (x + ½) log(1 + 1/x) − 1, which the error at x + 1 is less. */
    private static double step(double x) {
        if (x < 0.5) {
            return (x + 0.5) * (x < 1e-300 ? -Transcendental.log(x) : Transcendental.log1p(1 / x)) - 1;
        }
        double w = 1 / (2 * x + 1);
        double terms = 0;
        for (int k = 57; k >= 3; k -= 2) {
            terms = terms * w * w + 1.0 / k;
        }
        return terms * w * w;
    }

    /** The asymptotic series of the derivative of that order, without its sign. */
    private static double series(double x, int order) {
        double w = 1 / x;
        double sum = 0;
        for (int k = SERIES.length; k >= 1; k--) {
            double factor = order == 0 ? 1 : order == 1 ? 2 * k - 1 : 2 * k * (2 * k - 1);
            sum = sum * w * w + factor * SERIES[k - 1];
        }
        return order == 0 ? sum * w : order == 1 ? sum * w * w : sum * w * w * w;
    }
}
