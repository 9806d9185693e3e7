package dev.costate.runtime;

/**
 * The regularised incomplete beta function, with derivatives of any order by both exponents; see {@link Special}.
 *
 * <p>The smaller of the two tails is an integral of the density of the logit of a beta variable from that of x on, as
 * in {@link IncompleteGamma}. On its side the variable is y with exponent p, 1 − y has exponent q: at a distance s they
 * are y e⁻ˢ/r and (1 − y)/r with r = 1 + y(e⁻ˢ − 1).
 */
final class IncompleteBeta {
    private final double p;
    private final double q;
    private final double y;
    /** 1 − y. */
    private final double z;

    private IncompleteBeta(double p, double q, double y, double z) {
        this.p = p;
        this.q = q;
        this.y = y;
        this.z = z;
    }

    static double value(double x, double a, double b) {
        if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) {
            return Double.NaN;
        } else if (x == 0 || x == 1) {
            return x;
        }
        return isLower(a, b, x) ? below(a, b, x).tail(0, 0) : 1 - above(a, b, x).tail(0, 0);
    }

    /** ∂ˡ⁺ᵐ⁺ⁿI(a, b, x)/∂xˡ∂aᵐ∂bⁿ for l + m + n ≥ 1. */
    static double derivative(int l, int m, int n, double x, double a, double b) {
        if (!(a > 0 && b > 0 && x >= 0 && x <= 1)) {
            return Double.NaN;
        } else if (l > 0) {
            // At 1 as at 0 from the other side.
            return x < 1
                    ? below(a, b, x).density(l - 1, m, n)
                    : alternating(l - 1) * above(a, b, x).density(l - 1, n, m);
        } else if (x == 0 || x == 1) {
            return 0;
        }
        return isLower(a, b, x) ? below(a, b, x).tail(m, n) : -above(a, b, x).tail(n, m);
    }

    private static int alternating(int k) {
        return k % 2 == 0 ? 1 : -1;
    }

    private static boolean isLower(double a, double b, double x) {
        return x * (a + b + 1) <= a + 0.5;
    }

    private static IncompleteBeta below(double a, double b, double x) {
        return new IncompleteBeta(a, b, x, 1 - x);
    }

    private static IncompleteBeta above(double a, double b, double x) {
        return new IncompleteBeta(b, a, 1 - x, x);
    }

    /** yᵖ zᵠ/B(p, q). */
    private double factor() {
        double sum = p + q;
        double remainders = TailIntegral.stirling(sum) - TailIntegral.stirling(p) - TailIntegral.stirling(q);
        double deviances = TailIntegral.deviance(p, y * sum) + TailIntegral.deviance(q, z * sum);
        return Math.sqrt(p / sum * q / (2 * Math.PI)) * Transcendental.exp(remainders + deviances);
    }

    /** The derivatives of yᵖ⁻¹ zᵠ⁻¹/B(p, q), the l-th by y, the others by p and q. */
    private double density(int l, int m, int n) {
        double[][] logarithm = cumulants(m, n, p);
        if (m > 0) {
            logarithm[1][0] = (y > 0 ? logY() : 0) - Special.lbetaDa(p, q);
        }
        if (n > 0) {
            logarithm[0][1] = logZ() - Special.lbetaDa(q, p);
        }
        if (y == 0) {
            DensityDerivatives at0 = new DensityDerivatives(Transcendental.exp(-Special.lbeta(p, q)), logarithm);
            return at0.limit(l, p - 1, k -> new double[] {(k + 1 - q) / (k + 1), 0, -1.0 / (k + 1)});
        }
        return new DensityDerivatives(factor() / (y * z), logarithm).at(l, k -> {
            double left = DensityDerivatives.slope(k, y);
            double right = -alternating(k) * DensityDerivatives.slope(k, z);
            return new double[] {(p - 1) * left + (q - 1) * right, left, right};
        });
    }

    /** log y, where the smaller of y and z is the one that is known to all digits. */
    private double logY() {
        return y <= 0.5 ? Transcendental.log(y) : Transcendental.log1p(-z);
    }

    private double logZ() {
        return z <= 0.5 ? Transcendental.log(z) : Transcendental.log1p(-y);
    }

    /** The m-th derivative by p and n-th by q, by I(p, q) = yᵖ zᵠ/(p B(p, q)) + I(p + 1, q) where it falls slowly. */
    private double tail(int m, int n) {
        if (p < 1) {
            return step(m, n) + new IncompleteBeta(p + 1, q, y, z).tail(m, n);
        }
        double logY = logY();
        double meanP = logY - Special.lbetaDa(p, q);
        double meanQ = logZ() - Special.lbetaDa(q, p);
        // From a third of the mean on the logarithm of the density falls by more than p/2.
        double far = Math.max(0, logY - logZ()) + 2 + 2 * TailIntegral.FALL / p;
        double[][] moments = TailIntegral.moments(
                new TailIntegral.Tail() {
                    @Override
                    public double logDensity(double s) {
                        return -p * s - (p + q) * ratio(s);
                    }

                    @Override
                    public double slope(double s) {
                        return (p + q) * Transcendental.exp(logY - s - ratio(s)) - p;
                    }

                    @Override
                    public double first(double s) {
                        return meanP - s - ratio(s);
                    }

                    @Override
                    public double second(double s) {
                        return meanQ - ratio(s);
                    }
                },
                far,
                m,
                n);
        return factor() * TailIntegral.derivative(m, n, moments, TailIntegral.exponential(cumulants(m, n, p)));
    }

    /** log r. */
    private double ratio(double s) {
        return z < 0.5
                ? Transcendental.log1p(z * Transcendental.expm1(s)) - s
                : Transcendental.log1p(y * Transcendental.expm1(-s));
    }

    /** The derivatives of yᵖ zᵠ/(p B(p, q)), where p B(p, q) = (p + q) B(p + 1, q). */
    private double step(int m, int n) {
        double[][] series = cumulants(m, n, p + 1);
        double power = -1;
        for (int order = 1; order <= m + n; order++) {
            power *= -(order > 1 ? order - 1 : 1) / (p + q);
            for (int i = Math.max(0, order - n); i <= Math.min(m, order); i++) {
                series[i][order - i] -= power / (TailIntegral.factorial(i) * TailIntegral.factorial(order - i));
            }
        }
        if (m > 0) {
            series[1][0] += logY() - Special.lbetaDa(p + 1, q);
        }
        if (n > 0) {
            series[0][1] += logZ() - Special.lbetaDa(q, p + 1);
        }
        double[][] one = new double[m + 1][n + 1];
        one[0][0] = 1;
        return factor() / p * TailIntegral.derivative(m, n, one, TailIntegral.exponential(series));
    }

    /** Those of −log B(r, q) from the second on. */
    private double[][] cumulants(int m, int n, double r) {
        double[][] series = new double[m + 1][n + 1];
        for (int i = 0; i <= m; i++) {
            for (int j = Math.max(0, 2 - i); j <= n; j++) {
                double cumulant = j == 0 ? cumulant(i, r, q) : i == 0 ? cumulant(j, q, r) : -ofSum(i + j, r);
                series[i][j] = -cumulant / (TailIntegral.factorial(i) * TailIntegral.factorial(j));
            }
        }
        return series;
    }

    private double ofSum(int order, double r) {
        return Special.polygamma(order - 1, r + q);
    }

    /** The derivative of log B(a, b) by a. */
    private static double cumulant(int order, double a, double b) {
        return order == 2
                ? Special.lbetaDaa(a, b)
                : Special.polygamma(order - 1, a) - Special.polygamma(order - 1, a + b);
    }
}
