package dev.costate.runtime;

/** Powers with whole exponents, for methods of this package. */
final class IntegerPower {
    private IntegerPower() {}

    /**
     * xⁿ by repeated squaring, the factors in the order of the binary digits of |n| from the lowest: x⁰ = 1 for every
     * x, NaN included; negative n is 1/x^|n|, or (1/x)^|n| where x^|n| over- or underflows. Relative error about
     * |n|·2⁻⁵³.
     */
    static double of(double x, int n) {
        if (n >= 0) {
            return positivePower(x, n);
        }
        long exponent = -(long) n;
        double power = positivePower(x, exponent);
        double size = Math.abs(power);
        return size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE ? 1 / power : positivePower(1 / x, exponent);
    }

    private static double positivePower(double x, long n) {
        double square = x;
        double product = 1;
        for (long rest = n; rest != 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                product *= square;
            }
            if (rest > 1) {
                square *= square;
            }
        }
        return product;
    }
}
