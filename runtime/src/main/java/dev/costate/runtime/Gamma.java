package dev.costate.runtime;

/**
 * The logarithm of the gamma function and its derivatives; see {@link Special} for what each method computes.
 *
 * <p>Abramowitz and Stegun, "Handbook of Mathematical Functions", 6.1.15 and 6.3.5 (recurrences), 6.1.17, 6.3.7 and
 * 6.4.7 (reflections), 6.1.40, 6.3.18 and 6.4.11 (asymptotic series with Bernoulli numbers, 23.2); near the zeros our
 * own polynomials ({@link GammaTables}).
 */
final class Gamma {
    /** From here on the asymptotic series of lgamma and digamma. */
    static final double FAR = 10;
    /** From here on the asymptotic series of the derivatives of digamma. */
    private static final double POLYGAMMA_FAR = 16;
    /** Derivatives of lgamma up to that of a Taylor series of order 32. */
    private static final int GREATEST_ORDER = 40;
    /** ½ log 2π − ½. */
    private static final double STIRLING = 0.4189385332046727;

    /** B₂, B₄, …, B₁₆. */
    private static final double[] BERNOULLI = {
        1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
    };

    private static final double[] REMAINDER = new double[BERNOULLI.length];
    private static final double[] DIGAMMA = new double[BERNOULLI.length];

    static {
        for (int i = 0; i < BERNOULLI.length; i++) {
            int k = 2 * (i + 1);
            REMAINDER[i] = BERNOULLI[i] / (k * (k - 1));
            DIGAMMA[i] = BERNOULLI[i] / k;
        }
    }

    private Gamma() {}

    static double lgamma(double x) {
        if (x < 0.5) {
            return x > 0 ? lgamma(1 + x) - Transcendental.log(x) : reflectedLgamma(x);
        }
        if (x < 3) {
            return (x - 1) * (x - 2) * GammaTables.LGAMMA.at(x);
        }
        if (x < FAR) {
            double product = 1;
            double y = x;
            while (y >= 3) {
                y--;
                product *= y;
            }
            return Transcendental.log(product) + (y - 1) * (y - 2) * GammaTables.LGAMMA.at(y);
        }
        return (x - 0.5) * (Transcendental.log(x) - 1) + STIRLING + remainder(x);
    }

    private static double reflectedLgamma(double x) {
        if (x == Math.rint(x)) {
            return Double.POSITIVE_INFINITY;
        }
        if (x > -1e-20) {
            return -Transcendental.log(-x);
        }
        return Transcendental.log(Math.PI / Math.abs(x * sinPi(x))) - lgamma(-x);
    }

    /** Stirling's remainder lgamma(x) − (x − ½) log x + x − ½ log 2π for x ≥ 10. */
    static double remainder(double x) {
        return PiecewisePolynomial.horner(REMAINDER, 1 / (x * x)) / x;
    }

    static double digamma(double x) {
        if (x >= FAR) {
            double w = 1 / (x * x);
            return Transcendental.log(x) - 0.5 / x - w * PiecewisePolynomial.horner(DIGAMMA, w);
        }
        if (x >= 3) {
            double sum = 0;
            double y = x;
            while (y >= 3) {
                y--;
                sum += 1 / y;
            }
            return sum + centralDigamma(y);
        }
        if (x >= 1) {
            return centralDigamma(x);
        }
        if (x > 0) {
            return centralDigamma(1 + x) - 1 / x;
        }
        if (x == 0) {
            return -1 / x;
        }
        return x == Math.rint(x) || Double.isNaN(x) ? Double.NaN : digamma(1 - x) - Math.PI * (cosPi(x) / sinPi(x));
    }

    /** ψ on [1, 3): its zero there is split in two parts, so that the difference is exact to twice the precision. */
    private static double centralDigamma(double x) {
        return (x - GammaTables.ZERO - GammaTables.ZERO_LOW) * GammaTables.DIGAMMA.at(x);
    }

    static double polygamma(int n, double x) {
        if (n < 0 || n > GREATEST_ORDER) {
            throw new IllegalArgumentException(
                    "polygamma: the order must be from 0 to " + GREATEST_ORDER + ", got " + n);
        }
        if (n == 0) {
            return digamma(x);
        }
        if (x > 0) {
            double size = zetaSum(n, x);
            return n % 2 == 0 ? -size : size;
        }
        return Double.isNaN(x) ? x : reflectedPolygamma(n, x);
    }

    /**
     * |ψ⁽ⁿ⁾(x)| = n! Σ 1/(x + k)ⁿ⁺¹ for n ≥ 1, x &gt; 0: the first terms, the smallest first, after the series of the
     * rest.
     */
    private static double zetaSum(int n, double x) {
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double far = POLYGAMMA_FAR + (n > 4 ? 2 * n : 0);
        int shift = x < far ? (int) Math.ceil(far - x) : 0;
        double y = x + shift;
        double w = 1 / (y * y);
        double series = 0;
        for (int i = BERNOULLI.length - 1; i >= 0; i--) {
            // (2k + n − 1)!/(2k)! with k = i + 1.
            double factor = 1;
            for (int j = 2 * i + 3; j <= 2 * i + n + 1; j++) {
                factor *= j;
            }
            series = series * w + BERNOULLI[i] * factor;
        }
        double factorial = 1;
        for (int j = 2; j < n; j++) {
            factorial *= j;
        }
        // (n − 1)!/yⁿ + n!/(2 yⁿ⁺¹) + …, the division last.
        double rest = (factorial + factorial * n * 0.5 / y + series * w) * IntegerPower.of(y, -n);
        double sum = rest;
        for (int k = shift - 1; k >= 0; k--) {
            sum += factorial * n * IntegerPower.of(x + k, -n - 1);
        }
        return sum;
    }

    /** (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − ψ⁽ⁿ⁾(x) = π dⁿ/dxⁿ cot πx, the derivatives as polynomials of the cotangent. */
    private static double reflectedPolygamma(int n, double x) {
        if (x == Math.rint(x)) {
            // A pole of even order, or one with two signs, of which zeros have one.
            return n % 2 == 1 ? Double.POSITIVE_INFINITY : x == 0 ? -1 / x : Double.NaN;
        }
        double s = sinPi(x);
        double c = cosPi(x) / s;
        double q = Math.PI / s * (Math.PI / s);
        double cotangent;
        if (n == 1) {
            cotangent = -q;
        } else if (n == 2) {
            cotangent = 2 * Math.PI * q * c;
        } else if (n == 3) {
            cotangent = -2 * Math.PI * Math.PI * q * (1 + 3 * c * c);
        } else if (n == 4) {
            cotangent = 8 * Math.PI * Math.PI * Math.PI * q * c * (2 + 3 * c * c);
        } else {
            cotangent = cotangentDerivative(n, c);
        }
        double mirrored = polygamma(n, 1 - x);
        return (n % 2 == 0 ? mirrored : -mirrored) - cotangent;
    }

    /** π dⁿ/dxⁿ cot πx by its cotangent c: each derivative of a polynomial p(c) is −π (1 + c²) p′(c). */
    private static double cotangentDerivative(int n, double c) {
        double[] p = {0, 1};
        for (int k = 0; k < n; k++) {
            double[] next = new double[p.length + 1];
            for (int j = 1; j < p.length; j++) {
                next[j - 1] -= Math.PI * j * p[j];
                next[j + 1] -= Math.PI * j * p[j];
            }
            p = next;
        }
        double sum = 0;
        for (int j = p.length - 1; j >= 0; j--) {
            sum = sum * c + p[j];
        }
        return Math.PI * sum;
    }

    /** sin πx with exact reduction: 0 at whole numbers. */
    static double sinPi(double x) {
        double r = x - 2 * Math.rint(x / 2);
        double a = Math.abs(r);
        double s;
        if (a <= 0.25) {
            s = Transcendental.sin(Math.PI * a);
        } else if (a <= 0.75) {
            s = Transcendental.cos(Math.PI * (0.5 - a));
        } else {
            s = Transcendental.sin(Math.PI * (1 - a));
        }
        return Math.copySign(s, r);
    }

    /** cos πx with exact reduction: 0 halfway between whole numbers. */
    static double cosPi(double x) {
        double a = Math.abs(x - 2 * Math.rint(x / 2));
        if (a <= 0.25) {
            return Transcendental.cos(Math.PI * a);
        }
        return a <= 0.75 ? Transcendental.sin(Math.PI * (0.5 - a)) : -Transcendental.cos(Math.PI * (1 - a));
    }
}
