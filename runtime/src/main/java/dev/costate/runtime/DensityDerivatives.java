package dev.costate.runtime;

/**
 * Derivatives of a density f(x; a, b) = xᵃ⁻¹ g(x; b)/C(a, b) by its variable and both exponents, of any order: series
 * in the exponents, as {@link TailIntegral} has them, for each order in the variable.
 */
final class DensityDerivatives {
    /** Numbers c₀ + c₁ da + c₂ db, one for each order. */
    interface Linear {
        double[] of(int k);
    }

    /** The density as a series in the exponents. */
    private final double[][] density;

    /**
     * @param value of the density, or where x is 0 of 1/C
     * @param logarithm its series in the exponents, from the first order on
     */
    DensityDerivatives(double value, double[][] logarithm) {
        this.density = TailIntegral.exponential(logarithm);
        for (double[] row : density) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= value;
            }
        }
    }

    /**
     * The derivative of the given order by x, and of the greatest by the exponents, by Leibniz's rule for f′ = (log f)′
     * f.
     *
     * @param slopes the derivatives of (log f)′ by x
     */
    double at(int order, Linear slopes) {
        double[][][] all = new double[order + 1][][];
        all[0] = density;
        for (int l = 0; l < order; l++) {
            double[][] sum = new double[density.length][density[0].length];
            double ways = 1;
            for (int k = 0; k <= l; k++) {
                addProduct(ways, slopes.of(k), all[l - k], sum);
                ways = ways * (l - k) / (k + 1);
            }
            all[l + 1] = sum;
        }
        return derivative(all[order]);
    }

    /** The k-th derivative of 1/x. */
    static double slope(int k, double x) {
        double slope = 1 / x;
        for (int i = 1; i <= k; i++) {
            slope *= -i / x;
        }
        return slope;
    }

    /**
     * The limit of the same at x = 0, where f = Σ cₖ xᵃ⁻¹⁺ᵏ: of all terms of the derivative that which is not zero and
     * has the least power of x, and among those of one power the highest of log x.
     *
     * @param exponent a − 1
     * @param ratios cₖ₊₁/cₖ
     */
    double limit(int order, double exponent, Linear ratios) {
        double[][] coefficient = density;
        for (int k = 0; exponent + k <= order; k++) {
            double[][] term = coefficient;
            for (int i = 0; i < order; i++) {
                term = product(new double[] {exponent + k - i, 1, 0}, term);
            }
            int last = term.length - 1;
            int other = term[0].length - 1;
            for (int i = 0; i <= last; i++) {
                double c = term[i][other];
                if (c != 0) {
                    int sign = (last - i) % 2 == 0 ? 1 : -1;
                    boolean isFinite = i == last && exponent + k == order;
                    return isFinite ? derivative(term) : sign * c * Double.POSITIVE_INFINITY;
                }
            }
            coefficient = product(ratios.of(k), coefficient);
        }
        return 0;
    }

    private static double[][] product(double[] linear, double[][] series) {
        double[][] product = new double[series.length][series[0].length];
        addProduct(1, linear, series, product);
        return product;
    }

    private static void addProduct(double weight, double[] linear, double[][] series, double[][] sum) {
        for (int i = 0; i < series.length; i++) {
            for (int j = 0; j < series[i].length; j++) {
                double one = linear[0] * series[i][j];
                one += i > 0 ? linear[1] * series[i - 1][j] : 0;
                one += j > 0 ? linear[2] * series[i][j - 1] : 0;
                sum[i][j] += weight * one;
            }
        }
    }

    /** The last coefficient times the factorials that make it a derivative. */
    private static double derivative(double[][] series) {
        int m = series.length - 1;
        int n = series[0].length - 1;
        return series[m][n] * TailIntegral.factorial(m) * TailIntegral.factorial(n);
    }
}
