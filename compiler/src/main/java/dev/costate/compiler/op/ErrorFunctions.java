package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.NormalDistribution.LOG_NORMCDF_DXX;
import static dev.costate.compiler.op.OpDefinition.unary;
import static dev.costate.compiler.op.ZeroProducts.MUL_NO_NAN;

import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Special;
import dev.costate.runtime.TaylorRemainder;

/** The error function, its complements, and their logarithm. */
public final class ErrorFunctions {
    static final Family FAMILY = new Family();

    /** The error function. */
    public static final Op ERF = FAMILY.function(unary("erf", Special::erf, "Special.erf")
            .derivative(() -> ErrorFunctions.ERF_DX)
            .law("1 - erfc(u)", "erf(u)")
            .law("normcdf(u) - 0.5", "0.5 * erf(0.7071067811865476 * u)")
            .law("0.5 - normcdf(u)", "-0.5 * erf(0.7071067811865476 * u)")
            .law("2 * normcdf(u) - 1", "erf(0.7071067811865476 * u)")
            .law("1 - 2 * normcdf(-u)", "erf(0.7071067811865476 * u)")
            .law("1 - 2 * normcdf(u)", "-erf(0.7071067811865476 * u)")
            .taylor(3, TaylorRemainder::erf, "TaylorRemainder.erf")
            .cost(30));

    /** 2/√π exp(−x²). */
    public static final Op ERF_DX = FAMILY.internal(unary("erf_dx", Special::erfDx, "Special.erfDx")
            .derivative((x, result, make) -> make.apply(MUL_NO_NAN, result, make.apply(MUL, make.number(-2), x)))
            .cost(20));

    /** 1 − erf(x), with full relative accuracy for large x. */
    public static final Op ERFC = FAMILY.function(unary("erfc", Special::erfc, "Special.erfc")
            .derivative((x, result, make) -> make.apply(NEG, make.apply(ERF_DX, x)))
            .least(0)
            .greatest(2)
            .law("1 - erf(u)", "erfc(u)")
            .law("1 + erf(u)", "erfc(-u)")
            .law("erf(u) - 1", "-erfc(u)")
            .law("0.5 - 0.5 * erf(u)", "0.5 * erfc(u)")
            .law("0.5 + 0.5 * erf(u)", "0.5 * erfc(-u)")
            .law("2 - erfc(u)", "erfc(-u)")
            .cost(30));

    /** exp(x²) erfc(x). */
    public static final Op ERFCX = FAMILY.function(unary("erfcx", Special::erfcx, "Special.erfcx")
            .derivative(() -> ErrorFunctions.ERFCX_DX)
            .overflows()
            .least(0)
            .cost(30)
            .smoothOn(-1, 3));

    /** The derivative of erfcx, without cancellation for large x. */
    public static final Op ERFCX_DX = FAMILY.internal(unary("erfcx_dx", Special::erfcxDx, "Special.erfcxDx")
            .derivative((x, result, make) ->
                    make.apply(MUL, make.number(2), make.apply(ADD, make.apply(ERFCX, x), make.apply(MUL, x, result))))
            .singular()
            .overflows()
            .cost(30)
            .smoothOn(-1, 3));

    /** log erfc(x), with full relative accuracy. */
    public static final Op LOG_ERFC = FAMILY.internal(unary("log_erfc", Special::logErfc, "Special.logErfc")
            .derivative(() -> ErrorFunctions.LOG_ERFC_DX)
            .law("log(erfc(u))", "log_erfc(u)")
            .law("log(2 * normcdf(u))", "log_erfc(-0.7071067811865476 * u)")
            .cost(45));

    /** The derivative of log erfc(x); its own is that of log Φ, since erfc(x) = 2 Φ(−√2 x). */
    public static final Op LOG_ERFC_DX = FAMILY.internal(unary("log_erfc_dx", Special::logErfcDx, "Special.logErfcDx")
            .derivative((x, result, make) -> make.apply(
                    MUL, make.number(2), make.apply(LOG_NORMCDF_DXX, make.apply(MUL, make.number(-Math.sqrt(2)), x))))
            .cost(35));

    private ErrorFunctions() {}
}
