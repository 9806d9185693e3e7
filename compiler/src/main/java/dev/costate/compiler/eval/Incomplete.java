package dev.costate.compiler.eval;

/**
 * The regularised incomplete gamma and beta functions as series in all their arguments, by their power series in x,
 * whose terms are positive.
 */
final class Incomplete {
    private static final double LEAST = 1e-18;
    private static final int FRACTIONS = 300;

    private Incomplete() {}

    /** P(a, x). */
    static Jet lower(Jet a, Jet x) {
        return isFar(a, x) ? Jet.constant(1).minus(fraction(a, x)) : series(a, x);
    }

    /** Q(a, x). */
    static Jet upper(Jet a, Jet x) {
        return isFar(a, x) ? fraction(a, x) : Jet.constant(1).minus(series(a, x));
    }

    private static boolean isFar(Jet a, Jet x) {
        return x.value() > a.value() + 1;
    }

    /** P(a, x) = xᵃ e⁻ˣ/Γ(a + 1) Σ xⁿ/((a + 1) … (a + n)). */
    private static Jet series(Jet a, Jet x) {
        Jet term = Jet.constant(1);
        Jet sum = term;
        for (int n = 1; n < x.value() || n <= x.order() || term.value() > LEAST * sum.value(); n++) {
            term = term.times(x.over(above(a, n)));
            sum = sum.plus(term);
        }
        return power(a, x, above(a, 1), sum);
    }

    /** Q(a, x) = xᵃ e⁻ˣ/Γ(a)/(x + 1 − a − 1 (1 − a)/(x + 3 − a − 2 (2 − a)/(x + 5 − a − …))), by Legendre. */
    private static Jet fraction(Jet a, Jet x) {
        Jet difference = x.minus(a);
        Jet rest = above(difference, 2 * FRACTIONS + 1);
        for (int n = FRACTIONS; n > 0; n--) {
            rest = above(difference, 2 * n - 1)
                    .minus(above(a.negated(), n).times(n).over(rest));
        }
        return power(a, x, a, Jet.constant(1).over(rest));
    }

    /** xᵃ e⁻ˣ/Γ(b) times a factor. */
    private static Jet power(Jet a, Jet x, Jet b, Jet factor) {
        Jet scale = Joint.function("lgamma", b).plus(x).negated();
        return Joint.power(x, a).times(Joint.function("exp", scale).times(factor));
    }

    /**
     * I(a, b, x) = xᵃ (1 − x)ᵇ/(a B(a, b)) Σ xⁿ (a + b) … (a + b + n − 1)/((a + 1) … (a + n)), or 1 less its mirror.
     */
    static Jet beta(Jet a, Jet b, Jet x) {
        Jet rest = Jet.constant(1).minus(x);
        if (x.value() * (a.value() + b.value() + 2) > a.value() + 1) {
            return Jet.constant(1).minus(beta(b, a, rest));
        }
        Jet both = a.plus(b);
        Jet scale = Joint.function("lgamma", both)
                .minus(Joint.function("lgamma", above(a, 1)))
                .minus(Joint.function("lgamma", b));
        Jet term = Joint.power(rest, b).times(Joint.function("exp", scale));
        Jet sum = term;
        for (int n = 0; n < 10 || term.value() > LEAST * sum.value(); n++) {
            term = term.times(x).times(above(both, n).over(above(a, n + 1)));
            sum = sum.plus(term);
        }
        return Joint.power(x, a).times(sum);
    }

    private static Jet above(Jet a, double n) {
        return a.plus(Jet.constant(n));
    }
}
