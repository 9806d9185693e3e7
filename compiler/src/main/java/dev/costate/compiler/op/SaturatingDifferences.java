package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.ErrorFunctions.ERF_DX;
import static dev.costate.compiler.op.Exponentials.EXP;
import static dev.costate.compiler.op.NormalDistribution.NORMPDF;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.Sigmoids.SIGMOID_DX;
import static dev.costate.compiler.op.Trigonometric.ATAN_DX;
import static dev.costate.compiler.op.ZeroProducts.ZERO_MUL;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Differences;

/**
 * Differences of functions that are nearly constant in their tails, as likelihoods of ordered classes and of truncated
 * or censored values have them, by the side that does not saturate; and the logarithms of those.
 */
public final class SaturatingDifferences {
    static final Family FAMILY = new Family();

    /** sigmoid(a) − sigmoid(b). That its logarithm is a sum of stable ones needs no operation of its own. */
    public static final Op SIGMOID_DIFF =
            FAMILY.internal(binary("sigmoid_diff", Differences::sigmoidDiff, "Differences.sigmoidDiff")
                    .byFirst((a, b, result, make) -> make.apply(SIGMOID_DX, a))
                    .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(SIGMOID_DX, b)))
                    .law("sigmoid(u) - sigmoid(v)", "sigmoid_diff(u, v)")
                    .law("w * sigmoid(u) - w * sigmoid(v)", "w * sigmoid_diff(u, v)")
                    .law("tanh(u) - tanh(v)", "2 * sigmoid_diff(2 * u, 2 * v)")
                    .law("log(sigmoid_diff(u, v))", "log1mexp(v - u) - softplus(-u) - softplus(v)")
                    .cost(45));

    /** erf(a) − erf(b). */
    public static final Op ERF_DIFF = FAMILY.internal(binary("erf_diff", Differences::erfDiff, "Differences.erfDiff")
            .byFirst((a, b, result, make) -> make.apply(ERF_DX, a))
            .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(ERF_DX, b)))
            .law("erf(u) - erf(v)", "erf_diff(u, v)")
            .law("w * erf(u) - w * erf(v)", "w * erf_diff(u, v)")
            .law("erfc(u) - erfc(v)", "erf_diff(v, u)")
            .cost(60));

    /** Φ(a) − Φ(b). */
    public static final Op NORMCDF_DIFF =
            FAMILY.internal(binary("normcdf_diff", Differences::normcdfDiff, "Differences.normcdfDiff")
                    .byFirst((a, b, result, make) -> make.apply(NORMPDF, a))
                    .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(NORMPDF, b)))
                    .law("normcdf(u) - normcdf(v)", "normcdf_diff(u, v)")
                    .law("w * normcdf(u) - w * normcdf(v)", "w * normcdf_diff(u, v)")
                    .law("0.5 * erf_diff(u, v)", "normcdf_diff(1.4142135623730951 * u, 1.4142135623730951 * v)")
                    .cost(70));

    /** log(Φ(a) − Φ(b)) for a ≥ b. */
    public static final Op LOG_NORMCDF_DIFF =
            FAMILY.internal(binary("log_normcdf_diff", Differences::logNormcdfDiff, "Differences.logNormcdfDiff")
                    .byFirst(() -> SaturatingDifferences.LOG_NORMCDF_DIFF_DA)
                    .bySecond((a, b, result, make) -> make.apply(NEG, mirrored(a, b, make)))
                    .singular()
                    .law("log(normcdf_diff(u, v))", "log_normcdf_diff(u, v)")
                    .law(
                            "log(erf_diff(u, v))",
                            "0.6931471805599453 + log_normcdf_diff(1.4142135623730951 * u, 1.4142135623730951 * v)")
                    .cost(100)
                    .smoothOn(1, 3, -2, 0.5));

    /**
     * φ(a)/(Φ(a) − Φ(b)). With φ(b)/(Φ(a) − Φ(b)) for {@link #mirrored}, it moves by the product of the two as b does.
     */
    public static final Op LOG_NORMCDF_DIFF_DA = FAMILY.internal(binary(
                    "log_normcdf_diff_da", Differences::logNormcdfDiffDa, "Differences.logNormcdfDiffDa")
            .byFirst((a, b, result, make) -> make.apply(NEG, make.apply(ZERO_MUL, result, make.apply(ADD, a, result))))
            .bySecond((a, b, result, make) -> make.apply(ZERO_MUL, result, mirrored(a, b, make)))
            .singular()
            .cost(100)
            .smoothOn(1, 3, -2, 0.5));

    /** atan(a) − atan(b). */
    public static final Op ATAN_DIFF =
            FAMILY.internal(binary("atan_diff", Differences::atanDiff, "Differences.atanDiff")
                    .byFirst((a, b, result, make) -> make.apply(ATAN_DX, a))
                    .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(ATAN_DX, b)))
                    .law("atan(u) - atan(v)", "atan_diff(u, v)")
                    .cost(60));

    /** eᵃ − eᵇ: both may be nearly 1, as exp(−exp(x)) is in its tail. */
    public static final Op EXP_DIFFERENCE =
            FAMILY.internal(binary("exp_difference", Differences::expDiff, "Differences.expDiff")
                    .byFirst((a, b, result, make) -> make.apply(EXP, a))
                    .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(EXP, b)))
                    .overflows()
                    .law("exp(u) - exp(v)", "exp_difference(u, v)")
                    .cost(40));

    private SaturatingDifferences() {}

    /** φ(b)/(Φ(a) − Φ(b)) = φ(−b)/(Φ(−b) − Φ(−a)). */
    private static Expr mirrored(Expr a, Expr b, Exprs make) {
        return make.apply(LOG_NORMCDF_DIFF_DA, make.apply(NEG, b), make.apply(NEG, a));
    }
}
