package dev.costate.runtime;

/**
 * Functions divided by a power of their argument that they vanish with, such as (eˣ − 1)/x, and their derivatives:
 * smooth through 0, where the formulas of the derivatives lose all digits.
 *
 * <p>The n-th derivative of each takes n, a whole number, as its first argument, since it stands among reals.
 */
public final class Divided {
    /** A term below it doesn't count beside a sum that is not less than 1. */
    private static final double NEGLIGIBLE = 0x1p-56;

    private Divided() {}

    // ---- (eˣ − 1)/x ----

    /** (eˣ − 1)/x, 1 at 0. */
    public static double exprel(double x) {
        if (x == 0) {
            return 1;
        }
        return x == Double.POSITIVE_INFINITY ? x : Transcendental.expm1(x) / x;
    }

    /** Its derivative, ½ at 0. */
    public static double exprelDx(double x) {
        return exprelDn(1, x);
    }

    /** Its second derivative, ⅓ at 0. */
    public static double exprelDxx(double x) {
        return exprelDn(2, x);
    }

    /** Its n-th derivative. */
    public static double exprelDn(double n, double x) {
        return ExponentialQuotient.derivative(1, (int) n, x);
    }

    // ---- eˣ − 1 − x, and over x² ----

    /** eˣ − 1 − x, with full relative accuracy around 0. */
    public static double expm1Less(double x) {
        return Math.abs(x) < 1 ? x * x * exprel2(x) : Transcendental.expm1(x) - x;
    }

    /** (eˣ − 1 − x)/x², ½ at 0. */
    public static double exprel2(double x) {
        return exprel2Dn(0, x);
    }

    /** Its derivative, ⅙ at 0. */
    public static double exprel2Dx(double x) {
        return exprel2Dn(1, x);
    }

    /** Its second derivative, 1/12 at 0. */
    public static double exprel2Dxx(double x) {
        return exprel2Dn(2, x);
    }

    /** Its n-th derivative. */
    public static double exprel2Dn(double n, double x) {
        return ExponentialQuotient.derivative(2, (int) n, x);
    }

    // ---- x − sin x ----

    /** x − sin x, with full relative accuracy around 0. */
    public static double sinLess(double x) {
        return Math.abs(x) < 1.5 ? -x * x * x * TaylorRemainder.sin(3, 0, x) : x - Transcendental.sin(x);
    }

    // ---- log(1 + x)/x ----

    /** log(1 + x)/x, 1 at 0. */
    public static double log1prel(double x) {
        if (x == 0) {
            return 1;
        }
        return x == Double.POSITIVE_INFINITY ? 0 : Transcendental.log1p(x) / x;
    }

    /** Its derivative, −½ at 0. */
    public static double log1prelDx(double x) {
        return log1prelDn(1, x);
    }

    /** Its second derivative, ⅔ at 0. */
    public static double log1prelDxx(double x) {
        return log1prelDn(2, x);
    }

    /**
     * Its n-th derivative qₙ, the integral of (−t)ⁿ n!/(1 + xt)ⁿ⁺¹ over t from 0 to 1: near 0 by its series, for
     * positive x in powers of x/(1 + x), so that all terms have one sign, and else from x qₙ + n qₙ₋₁ = −(n − 1)!/(−1 −
     * x)ⁿ.
     */
    public static double log1prelDn(double n, double x) {
        if (x > -0.5 && x <= 1) {
            double sum = 0;
            double y = x / (1 + x);
            double power = 1;
            double factorial = 1;
            for (int k = 1; k <= n; k++) {
                factorial *= -k;
            }
            if (x < 0) {
                for (int k = 0; power > NEGLIGIBLE * sum; k++) {
                    sum += power / (n + 1 + k);
                    power *= -x * ((n + 1 + k) / (k + 1));
                }
                return factorial * sum;
            }
            for (int k = 0; power > NEGLIGIBLE * sum; k++) {
                sum += power / (n + 1 + k);
                power *= y;
            }
            return factorial * sum * IntegerPower.of(1 + x, (int) -n - 1);
        }
        if (!(x >= -1) || Double.isInfinite(x)) {
            return log1prel(x);
        }
        double q = log1prel(x);
        double derivative = -1;
        for (int k = 1; k <= n; k++) {
            derivative *= (k == 1 ? -1 : 1 - k) / (1 + x);
            q = (derivative - k * q) / x;
        }
        return q;
    }

    // ---- x − log(1 + x), and over x² ----

    /** x − log(1 + x), with full relative accuracy around 0. */
    public static double log1pLess(double x) {
        return -GammaStep.log1pLess(x);
    }

    /** Its derivative x/(1 + x), NaN below −1. */
    public static double log1pLessDx(double x) {
        return x < -1 ? Double.NaN : x == Double.POSITIVE_INFINITY ? 1 : x / (1 + x);
    }

    /** (x − log(1 + x))/x², ½ at 0. */
    public static double log1prel2(double x) {
        return log1prel2Dn(0, x);
    }

    /** Its derivative, −⅓ at 0. */
    public static double log1prel2Dx(double x) {
        return log1prel2Dn(1, x);
    }

    /** Its second derivative, ½ at 0. */
    public static double log1prel2Dxx(double x) {
        return log1prel2Dn(2, x);
    }

    /**
     * Its n-th derivative pₙ, the integral of (−t)ⁿ n! t/(1 + xt)ⁿ⁺¹ over t from 0 to 1: near 0 by its series, for
     * positive x in powers of x/(1 + x), so that all terms have one sign, and else from x pₙ + n pₙ₋₁ = −qₙ with qₙ
     * the n-th derivative of {@link #log1prel}.
     */
    public static double log1prel2Dn(double n, double x) {
        if (x > -0.5 && x <= 1) {
            double factorial = 1;
            for (int k = 1; k <= n; k++) {
                factorial *= -k;
            }
            double sum = 0;
            double power = 1;
            if (x < 0) {
                for (int k = 0; power > NEGLIGIBLE * sum; k++) {
                    sum += power / (n + 2 + k);
                    power *= -x * ((n + 1 + k) / (k + 1));
                }
                return factorial * sum;
            }
            double y = x / (1 + x);
            for (int k = 0; (k + 1) * power > NEGLIGIBLE * sum; k++) {
                sum += (k + 1) * power / (n + 2 + k);
                power *= y;
            }
            return factorial * sum * IntegerPower.of(1 + x, (int) -n - 2);
        }
        if (x == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double p = (1 - log1prel(x)) / x;
        for (int k = 1; k <= n; k++) {
            p = -(log1prelDn(k, x) + k * p) / x;
        }
        return p;
    }

    // ---- (x^λ − 1)/λ ----

    /** (x^λ − 1)/λ, log x for λ = 0: the transformation of Box and Cox. */
    public static double boxCox(double x, double lambda) {
        double log = Transcendental.log(x);
        double exponent = lambda * log;
        return Math.abs(exponent) < 0.5 && x > 0 ? log * exprel(exponent) : (Elementary.pow(x, lambda) - 1) / lambda;
    }

    /** ∂/∂x of it: x^(λ − 1). */
    public static double boxCoxDx(double x, double lambda) {
        return x == 0 || Double.isInfinite(x) ? Elementary.pow(x, lambda - 1) : Elementary.pow(x, lambda) / x;
    }

    /** ∂/∂λ of it, ½ log² x for λ = 0. */
    public static double boxCoxDl(double x, double lambda) {
        return boxCoxDn(1, x, lambda);
    }

    /** ∂²/∂λ² of it. */
    public static double boxCoxDll(double x, double lambda) {
        return boxCoxDn(2, x, lambda);
    }

    /** ∂ⁿ/∂λⁿ of it: logⁿ⁺¹ x times the n-th derivative of {@link #exprel} at λ log x. */
    public static double boxCoxDn(double n, double x, double lambda) {
        double log = Transcendental.log(x);
        if (x == 0 && lambda > 0) {
            // −1/λ there.
            double derivative = -1 / lambda;
            for (int k = 1; k <= n; k++) {
                derivative *= -k / lambda;
            }
            return derivative;
        }
        return IntegerPower.of(log, (int) n + 1) * exprelDn(n, lambda * log);
    }
}
