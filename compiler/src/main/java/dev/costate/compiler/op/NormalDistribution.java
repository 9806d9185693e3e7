package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.OpDefinition.unary;
import static dev.costate.compiler.op.ZeroProducts.MUL_NO_NAN;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Special;

/** The normal distribution: its distribution function, the logarithm of that, its density, and the quantiles. */
public final class NormalDistribution {
    static final Family FAMILY = new Family();

    /** Φ(x), the normal distribution function. */
    public static final Op NORMCDF = FAMILY.function(unary("normcdf", Special::normcdf, "Special.normcdf")
            .derivative(() -> NormalDistribution.NORMPDF)
            .least(0)
            .greatest(1)
            .law("erfc(u / 1.4142135623730951)", "2 * normcdf(-u)")
            .law("erfc(-(u / 1.4142135623730951))", "2 * normcdf(u)")
            .law("0.5 * erfc(u)", "normcdf(-1.4142135623730951 * u)")
            .law("1 - normcdf(u)", "normcdf(-u)")
            .cost(35));

    /** φ(x), the normal density. */
    public static final Op NORMPDF = FAMILY.internal(unary("normpdf", Special::normpdf, "Special.normpdf")
            .derivative((x, result, make) -> make.apply(MUL_NO_NAN, result, make.apply(NEG, x)))
            .least(0)
            .cost(20));

    /** log Φ(x), with full relative accuracy. */
    public static final Op LOG_NORMCDF = FAMILY.function(unary("log_normcdf", Special::logNormcdf, "Special.logNormcdf")
            .derivative(() -> NormalDistribution.LOG_NORMCDF_DX)
            .singular()
            .law("log(normcdf(u))", "log_normcdf(u)")
            .law("log1p(-normcdf(u))", "log_normcdf(-u)")
            .cost(45));

    /** φ(x)/Φ(x). */
    public static final Op LOG_NORMCDF_DX =
            FAMILY.internal(unary("log_normcdf_dx", Special::logNormcdfDx, "Special.logNormcdfDx")
                    .derivative(() -> NormalDistribution.LOG_NORMCDF_DXX)
                    .cost(45));

    /** −r(x + r) with r = φ/Φ, without cancellation: the second derivative of log Φ. */
    public static final Op LOG_NORMCDF_DXX =
            FAMILY.internal(unary("log_normcdf_dxx", Special::logNormcdfDxx, "Special.logNormcdfDxx")
                    .derivative(NormalDistribution::third)
                    .singular()
                    .cost(45));

    /** Φ⁻¹(p), the quantile of the normal distribution. */
    public static final Op NORMAL_QUANTILE =
            FAMILY.function(unary("normal_quantile", Special::normalQuantile, "Special.normalQuantile")
                    .derivative(() -> NormalDistribution.NORMAL_QUANTILE_DX)
                    .singular()
                    .cost(30)
                    .smoothOn(0.05, 0.95));

    /** 1/φ(x) at the quantile x; its own derivative is x times its square. */
    public static final Op NORMAL_QUANTILE_DX =
            FAMILY.internal(unary("normal_quantile_dx", Special::normalQuantileDx, "Special.normalQuantileDx")
                    .derivative((p, result, make) ->
                            make.apply(MUL, make.apply(NORMAL_QUANTILE, p), make.apply(SQUARE, result)))
                    .singular()
                    .least(0)
                    .cost(75)
                    .smoothOn(0.05, 0.95));

    private NormalDistribution() {}

    /** The third derivative of log Φ from x and the second. */
    private static Expr third(Expr x, Expr second, Exprs make) {
        Expr r = make.apply(LOG_NORMCDF_DX, x);
        Expr sum = make.apply(
                ADD,
                make.apply(MUL, second, make.apply(ADD, x, r)),
                make.apply(MUL, r, make.apply(ADD, make.number(1), second)));
        return make.apply(NEG, sum);
    }
}
