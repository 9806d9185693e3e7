package dev.costate.runtime;

/**
 * The regularised incomplete gamma functions, with derivatives of any order by the shape; see {@link Special}.
 *
 * <p>The smaller of the two tails is an integral, D ∫₀^∞ exp(h(s)) ds with D = xᵃ e⁻ˣ/Γ(a), of the density of the
 * logarithm of a gamma variable from log x on; a derivative by a multiplies the integrand by a polynomial in that
 * logarithm less its mean, ψ(a). So nothing cancels but what has a sign of its own.
 */
final class IncompleteGamma {
    private static final double FALL = TailIntegral.FALL;

    private IncompleteGamma() {}

    static double lower(double a, double x) {
        if (!(a > 0 && x >= 0)) {
            return Double.NaN;
        } else if (x == 0 || Double.isInfinite(x)) {
            return x == 0 ? 0 : 1;
        }
        return isLower(a, x) ? left(0, a, x) : 1 - right(0, a, x);
    }

    static double upper(double a, double x) {
        if (!(a > 0 && x >= 0)) {
            return Double.NaN;
        } else if (x == 0 || Double.isInfinite(x)) {
            return x == 0 ? 1 : 0;
        }
        if (!isLower(a, x)) {
            return right(0, a, x);
        }
        // At small a it is small here, too.
        return a < 1 ? -Transcendental.expm1(logStep(a, x)) - left(0, a + 1, x) : 1 - left(0, a, x);
    }

    /** ∂ᵐ⁺ⁿP(a, x)/∂aᵐ∂xⁿ for m + n ≥ 1. */
    static double derivative(int m, int n, double a, double x) {
        if (!(a > 0 && x >= 0)) {
            return Double.NaN;
        } else if (n > 0 && x < Double.POSITIVE_INFINITY) {
            return density(m, n - 1, a, x);
        } else if (x == 0 || Double.isInfinite(x)) {
            return 0;
        }
        return isLower(a, x) ? left(m, a, x) : -right(m, a, x);
    }

    /** The derivatives of xᵃ⁻¹ e⁻ˣ/Γ(a). */
    private static double density(int m, int n, double a, double x) {
        double[][] logarithm = cumulants(m, a);
        if (x == 0) {
            if (m > 0) {
                logarithm[1][0] = -Special.digamma(a);
            }
            DensityDerivatives at0 = new DensityDerivatives(Transcendental.exp(-Special.lgamma(a)), logarithm);
            return at0.limit(n, a - 1, k -> new double[] {-1.0 / (k + 1), 0, 0});
        }
        if (m > 0) {
            logarithm[1][0] = centre(a, x) + (a < 1 ? 1 / a : 0);
        }
        return new DensityDerivatives(factor(a, x) / x, logarithm).at(n, k -> {
            double power = DensityDerivatives.slope(k, x);
            return new double[] {k == 0 ? (a - x - 1) / x : (a - 1) * power, power, 0};
        });
    }

    private static boolean isLower(double a, double x) {
        return x <= (a < 1 ? a : a + 0.5);
    }

    /** xᵃ e⁻ˣ/Γ(a). */
    private static double factor(double a, double x) {
        return Math.sqrt(a / (2 * Math.PI))
                * Transcendental.exp(TailIntegral.deviance(a, x) - TailIntegral.stirling(a));
    }

    /** The n-th derivative of P, by P(a, x) = xᵃ e⁻ˣ/Γ(a + 1) + P(a + 1, x) where it falls slowly to the left. */
    private static double left(int n, double a, double x) {
        if (a < 1) {
            double[][] series = cumulants(n, a + 1);
            if (n > 0) {
                series[1][0] = centre(a, x);
            }
            double first = Transcendental.exp(logStep(a, x));
            double coefficient = TailIntegral.exponential(series)[n][0];
            return first * coefficient * TailIntegral.factorial(n) + left(n, a + 1, x);
        }
        double centre = centre(a, x);
        return integral(n, a, x, (FALL + x) / a, new TailIntegral.Tail() {
            @Override
            public double logDensity(double s) {
                return -a * s - x * Transcendental.expm1(-s);
            }

            @Override
            public double slope(double s) {
                return x * Transcendental.exp(-s) - a;
            }

            @Override
            public double first(double s) {
                return centre - s;
            }
        });
    }

    /** The logarithm of xᵃ e⁻ˣ/Γ(a + 1). */
    private static double logStep(double a, double x) {
        return a * Transcendental.log(x) - x - Special.lgamma(a + 1);
    }

    /** The n-th derivative of Q. */
    private static double right(int n, double a, double x) {
        double centre = centre(a, x);
        double d = x - a;
        // By the second and by all powers of s in its exponential.
        double square = 2 * FALL / (d + Math.sqrt(d * d + 2 * FALL * x));
        double far = Math.min(square, Transcendental.log1p((FALL + a * square) / x));
        return integral(n, a, x, far, new TailIntegral.Tail() {
            @Override
            public double logDensity(double s) {
                return a * s - x * Transcendental.expm1(s);
            }

            @Override
            public double slope(double s) {
                return a - x * Transcendental.exp(s);
            }

            @Override
            public double first(double s) {
                return centre + s;
            }
        });
    }

    /** By D = a xᵃ e⁻ˣ/Γ(a + 1), whose second factor has derivatives without a pole at 0. */
    private static double integral(int n, double a, double x, double far, TailIntegral.Tail tail) {
        double[][] moments = TailIntegral.moments(tail, far, n, 0);
        if (a >= 1) {
            return factor(a, x) * TailIntegral.derivative(n, 0, moments, exponential(n, a));
        }
        double[][] series = exponential(n, a + 1);
        double lower = n == 0 ? 0 : n * TailIntegral.derivative(n - 1, 0, moments, series);
        return Transcendental.exp(logStep(a, x)) * (a * TailIntegral.derivative(n, 0, moments, series) + lower);
    }

    private static double[][] exponential(int n, double a) {
        return TailIntegral.exponential(cumulants(n, a));
    }

    /** log x − ψ(a), below 1 log x − ψ(a + 1). */
    private static double centre(double a, double x) {
        if (a < 1) {
            return Transcendental.log(x) - Special.digamma(a + 1);
        }
        double d = (x - a) / a;
        double ratio = Math.abs(d) < 0.5 ? Transcendental.log1p(d) : Transcendental.log(x / a);
        return a < Gamma.FAR ? Transcendental.log(x) - Special.digamma(a) : ratio - Special.lgammaStepDd(a, 0);
    }

    /** Those of −log Γ from the second on. */
    private static double[][] cumulants(int n, double a) {
        double[][] series = new double[n + 1][1];
        for (int k = 2; k <= n; k++) {
            series[k][0] = -Special.polygamma(k - 1, a) / TailIntegral.factorial(k);
        }
        return series;
    }
}
