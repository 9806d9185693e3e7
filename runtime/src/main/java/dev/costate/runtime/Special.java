package dev.costate.runtime;

/**
 * The error function, the gamma function and the normal distribution, with the derivatives of each: what {@link Math}
 * lacks of the special functions.
 *
 * <p>A derivative is named after its function and the variable: {@code erfDx(x)} is d erf(x)/dx. Where a value is NaN
 * so are its derivatives. The methods are in {@code Erf}, {@code Gamma}, {@code Beta} and {@code Normal}; errors are
 * stated in units of the last place (ulp) and were measured against values computed to 40 digits.
 */
public final class Special {
    private Special() {}

    // ---- Error function ----

    /** 2/√π ∫₀ˣ exp(−t²) dt: odd, ±1 at ±∞. Within 1.5 ulp. */
    public static double erf(double x) {
        return Erf.erf(x);
    }

    /** d erf(x)/dx = 2/√π exp(−x²), with x² in two parts: full relative accuracy in the tails, too. */
    public static double erfDx(double x) {
        return Erf.erfDx(x);
    }

    /** 1 − erf(x), with full relative accuracy for large x: 2 at −∞, 0 beyond 27.3. Within 4 ulp. */
    public static double erfc(double x) {
        return Erf.erfc(x);
    }

    /** exp(x²) erfc(x): about 1/(x√π) for large x, 0 at +∞; overflows to +∞ below −26.7. Within 4 ulp. */
    public static double erfcx(double x) {
        return Erf.erfcx(x);
    }

    /** d erfcx(x)/dx = 2x erfcx(x) − 2/√π, without the cancellation for large x, where it is about −1/(x²√π). */
    public static double erfcxDx(double x) {
        return Erf.erfcxDx(x);
    }

    /** d log erfc(x)/dx = −2/√π / erfcx(x): −0 at −∞, about −2x for large x. */
    public static double logErfcDx(double x) {
        return Erf.logErfcDx(x);
    }

    /** log erfc(x), with full relative accuracy: log 2 at −∞, −∞ at +∞, about −x² − log(x√π) for large x. */
    public static double logErfc(double x) {
        return Erf.logErfc(x);
    }

    // ---- Cardinal sine ----

    /** sin(x)/x, 1 at 0. */
    public static double sinc(double x) {
        return Sinc.value(x);
    }

    /** d sinc(x)/dx = (cos(x) − sinc(x))/x, about −x/3 around 0, with full relative accuracy there. */
    public static double sincDx(double x) {
        return Sinc.first(x);
    }

    /** d² sinc(x)/dx² = −sinc(x) − 2 sincDx(x)/x, −1/3 at 0. */
    public static double sincDxx(double x) {
        return Sinc.second(x);
    }

    /** The n-th derivative of sinc at x; n is a whole number. */
    public static double sincDn(double n, double x) {
        return Sinc.derivative((int) n, x);
    }

    // ---- Normal distribution ----

    /** φ(x) = exp(−x²/2)/√(2π), with x² in two parts. */
    public static double normpdf(double x) {
        return Normal.density(x);
    }

    /** Φ(x) = erfc(−x/√2)/2, with full relative accuracy in the left tail. Its derivative is {@link #normpdf}. */
    public static double normcdf(double x) {
        return Normal.distribution(x);
    }

    /** log Φ(x), with full relative accuracy in both tails: about −x²/2 − log(−x√(2π)) far left, −(1 − Φ) far right. */
    public static double logNormcdf(double x) {
        return Normal.logDistribution(x);
    }

    /** d log Φ(x)/dx = φ(x)/Φ(x): about −x far left, +∞ at −∞, 0 at +∞. */
    public static double logNormcdfDx(double x) {
        return Normal.logDistributionDx(x);
    }

    /** d² log Φ(x)/dx² = −r(x + r) with r = φ/Φ, without the cancellation far left, where it tends to −1. */
    public static double logNormcdfDxx(double x) {
        return Normal.logDistributionDxx(x);
    }

    /** Φ⁻¹(p), by Wichura's algorithm AS 241: −∞ at 0, ∞ at 1, NaN outside. Within 4 ulp, times its condition. */
    public static double normalQuantile(double p) {
        return Normal.quantile(p);
    }

    /** d Φ⁻¹(p)/dp = 1/φ(Φ⁻¹(p)), also far out in the tails: ∞ at 0 and 1. */
    public static double normalQuantileDx(double p) {
        return Normal.quantileDx(p);
    }

    // ---- Gamma function ----

    /**
     * log |Γ(x)|: +∞ at 0, the negative whole numbers and ±∞. For x &gt; 0 within 4 ulp, near the zeros 1 and 2 too;
     * for x &lt; 0 by reflection, near a zero with an error relative to the summands.
     */
    public static double lgamma(double x) {
        return Gamma.lgamma(x);
    }

    /**
     * ψ(x) = d log|Γ(x)|/dx. For x &gt; 0 within 3 ulp, near the zero 1.4616 too; for x &lt; 0 by reflection. ∓∞ at ±0,
     * NaN at the negative whole numbers.
     */
    public static double digamma(double x) {
        return Gamma.digamma(x);
    }

    /** ψ′(x): +∞ at 0 and the negative whole numbers, 0 at +∞. For x &gt; 0 within 3 ulp. */
    public static double trigamma(double x) {
        return Gamma.polygamma(1, x);
    }

    /** dψ(x)/dx: ψ′(x), but NaN at the negative whole numbers, where ψ is. */
    public static double digammaDx(double x) {
        return x < 0 && x == Math.rint(x) ? Double.NaN : trigamma(x);
    }

    /**
     * The n-th derivative of ψ: digamma, trigamma, tetragamma … For x &gt; 0 within a few ulp, for x &lt; 0 by
     * reflection, near a zero with an error relative to the summands.
     *
     * @throws IllegalArgumentException unless 0 ≤ n ≤ 40
     */
    public static double polygamma(int n, double x) {
        return Gamma.polygamma(n, x);
    }

    /** The same for an order that stands among reals. */
    public static double polygamma(double n, double x) {
        return Gamma.polygamma((int) n, x);
    }

    // ---- Beta function ----

    /**
     * log |B(a, b)| = lgamma(a) + lgamma(b) − lgamma(a + b), for a, b &gt; 0 without the cancellation of that formula:
     * by differences of Stirling's remainders (as ALBETA of SLATEC, Fullerton 1977).
     */
    public static double lbeta(double a, double b) {
        return Beta.lbeta(a, b);
    }

    /**
     * ∂ log B(a, b)/∂a = ψ(a) − ψ(a + b), for a, b &gt; 0 without cancellation. For the other: {@code lbetaDa(b, a)}.
     */
    public static double lbetaDa(double a, double b) {
        return Beta.digammaDifference(a, b);
    }

    /** ∂² log B(a, b)/∂a² = ψ′(a) − ψ′(a + b), for a, b &gt; 0 without cancellation. */
    public static double lbetaDaa(double a, double b) {
        return Beta.trigammaDifference(a, b);
    }

    // ---- What Stirling's formula leaves of the gamma function ----

    /** log Γ(x) − (x − ½) log x + x − ½ log 2π for x &gt; 0, about 1/(12x) for large x, where these terms cancel. */
    public static double stirlingError(double x) {
        return StirlingError.value(x);
    }

    /** The derivative of {@link #stirlingError}: ψ(x) − log x + 1/(2x). */
    public static double stirlingErrorDx(double x) {
        return StirlingError.dx(x);
    }

    /** The second derivative of {@link #stirlingError}: ψ′(x) − 1/x − 1/(2x²). */
    public static double stirlingErrorDxx(double x) {
        return StirlingError.dxx(x);
    }

    // ---- Steps of the gamma function ----

    /**
     * log Γ(a + d) − log Γ(a) − d log a, about d (d − 1)/(2a) for large a: for a, a + d &gt; 0 without cancellation.
     */
    public static double lgammaStep(double a, double d) {
        return GammaStep.value(a, d);
    }

    /** ∂/∂a of {@link #lgammaStep}: ψ(a + d) − ψ(a) − d/a. */
    public static double lgammaStepDa(double a, double d) {
        return GammaStep.da(a, d);
    }

    /** ∂/∂d of {@link #lgammaStep}: ψ(a + d) − log a. */
    public static double lgammaStepDd(double a, double d) {
        return GammaStep.dd(a, d);
    }

    /** ∂²/∂a² of {@link #lgammaStep}: ψ′(a + d) − ψ′(a) + d/a². */
    public static double lgammaStepDaa(double a, double d) {
        return GammaStep.daa(a, d);
    }

    /** ∂²/∂a∂d of {@link #lgammaStep}: ψ′(a + d) − 1/a. */
    public static double lgammaStepDad(double a, double d) {
        return GammaStep.dad(a, d);
    }

    // ---- Incomplete gamma and beta functions ----

    /**
     * P(a, x) = 1/Γ(a) ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt for a &gt; 0 and x ≥ 0, with full relative accuracy where it is small: for a
     * from 0.01 to 1e6 within 8 ulp, times its condition.
     */
    public static double gammaP(double a, double x) {
        return IncompleteGamma.lower(a, x);
    }

    /** Q(a, x) = 1 − P(a, x), with full relative accuracy where it is small. */
    public static double gammaQ(double a, double x) {
        return IncompleteGamma.upper(a, x);
    }

    /** ∂ᵐ⁺ⁿP(a, x)/∂aᵐ∂xⁿ for whole m, n ≥ 0 that are not both 0, at x = 0 its limit; that of Q is its negative. */
    public static double gammaPDn(double m, double n, double a, double x) {
        return IncompleteGamma.derivative((int) m, (int) n, a, x);
    }

    /** ∂P(a, x)/∂x = xᵃ⁻¹ e⁻ˣ/Γ(a). */
    public static double gammaDensity(double a, double x) {
        return IncompleteGamma.derivative(0, 1, a, x);
    }

    /**
     * I(a, b, x) = 1/B(a, b) ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt for a, b &gt; 0 and x from 0 to 1, with full relative accuracy
     * where it is small: for a and b from 0.01 to 1e6 within 8 ulp, times its condition. 1 − I(a, b, x) = I(b, a, 1 −
     * x).
     */
    public static double incBeta(double x, double a, double b) {
        return IncompleteBeta.value(x, a, b);
    }

    /** ∂ˡ⁺ᵐ⁺ⁿI(a, b, x)/∂xˡ∂aᵐ∂bⁿ for whole l, m, n ≥ 0 that are not all 0; at x = 0 and x = 1 its limit. */
    public static double incBetaDn(double l, double m, double n, double x, double a, double b) {
        return IncompleteBeta.derivative((int) l, (int) m, (int) n, x, a, b);
    }

    /** ∂I(a, b, x)/∂x = xᵃ⁻¹ (1 − x)ᵇ⁻¹/B(a, b). */
    public static double betaDensity(double x, double a, double b) {
        return IncompleteBeta.derivative(1, 0, 0, x, a, b);
    }

    // ---- Derivatives of derivatives ----

    /** ψ″(x), see {@link #polygamma}. */
    public static double tetragamma(double x) {
        return Gamma.polygamma(2, x);
    }

    /** ψ‴(x), see {@link #polygamma}. */
    public static double pentagamma(double x) {
        return Gamma.polygamma(3, x);
    }

    /** ψ⁗(x), see {@link #polygamma}. */
    public static double hexagamma(double x) {
        return Gamma.polygamma(4, x);
    }
}
