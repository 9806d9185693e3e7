package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.unary;
import static dev.costate.compiler.op.Quotients.DIV;
import static dev.costate.compiler.op.ZeroProducts.MUL_NO_NAN;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.TaylorRemainder;

/** The natural logarithm, near 1, of a shifted sum, and times a factor that may be 0. */
public final class Logarithms {
    static final Family FAMILY = new Family();

    /** The natural logarithm. */
    public static final Op LOG = FAMILY.function(unary("log", Math::log, "Math.log")
            .derivative(() -> Logarithms.LOG_DX)
            .singular()
            .regular(least -> least[0] > 0)
            .law("log(exp(u))", "u")
            .law("log(v * exp(u))", "log(v) + u")
            .law("log(v / exp(u))", "log(v) - u")
            .law("log(exp(u) / v)", "u - log(v)")
            .law("log(sqrt(u))", "0.5 * log(u)")
            .law("log(1 / x)", "-log(x)")
            .advice(Advice.LOGARITHM)
            .rows("log")
            .cost(15)
            .smoothOn(0.2, 5));

    /** 1/|x|, but NaN for x &lt; 0, where the logarithm is. */
    public static final Op LOG_DX = FAMILY.internal(unary("log_dx", Logarithm::logDx, "Logarithm.logDx")
            .derivative((x, result, make) -> make.apply(NEG, make.apply(SQUARE, result)))
            .singular()
            .regular(least -> least[0] > 0)
            .cost(5)
            .smoothOn(0.2, 5));

    /** log(1 + x), with full relative accuracy near 0. */
    public static final Op LOG1P = FAMILY.function(unary("log1p", Math::log1p, "Math.log1p")
            .derivative(() -> Logarithms.LOG1P_DX)
            .singular()
            .regular(least -> least[0] > -1)
            .law("log(1 + u)", "log1p(u)")
            .law("log(1 - u)", "log1p(-u)")
            .law("log(surrogate((1 - u) * (1 + u), 1 - u^2))", "log1p(-u^2)")
            .rows("log1p")
            .taylor(3, TaylorRemainder::log1p, "TaylorRemainder.log1p")
            .cost(20)
            .smoothOn(-0.8, 3));

    /** 1/(1 + x), but NaN for x &lt; −1, where log1p is. */
    public static final Op LOG1P_DX = FAMILY.internal(unary("log1p_dx", Logarithm::log1pDx, "Logarithm.log1pDx")
            .derivative((x, result, make) -> make.apply(NEG, make.apply(SQUARE, result)))
            .singular()
            .regular(least -> least[0] > -1)
            .cost(5)
            .smoothOn(-0.8, 3));

    /** log |1 + x|, with full relative accuracy near 0. */
    public static final Op LOG1P_MAGNITUDE =
            FAMILY.internal(unary("log1p_magnitude", Logarithm::log1pMagnitude, "Logarithm.log1pMagnitude")
                    .derivative((x, result, make) ->
                            make.apply(Quotients.DIV, make.number(1), make.apply(Arithmetic.ADD, make.number(1), x)))
                    .singular()
                    .regular(least -> least[0] > -1)
                    .law("log(abs(1 + u))", "log1p_magnitude(u)")
                    .law("log(abs(1 - u))", "log1p_magnitude(-u)")
                    .cost(22)
                    .smoothOn(-0.8, 3));

    /** x log(x/y) − x + y, which is about (x − y)²/(2x) where both are nearly the same; y where x is 0. */
    public static final Op RELATIVE_ENTROPY =
            FAMILY.internal(binary("relative_entropy", Logarithm::relativeEntropy, "Logarithm.relativeEntropy")
                    .byFirst(() -> LogarithmsOfProducts.LOG_QUOTIENT)
                    .bySecond((x, y, result, make) -> make.apply(DIV, make.apply(SUB, y, x), y))
                    .singular()
                    .steep()
                    .regular(least -> least[0] > 0 && least[1] > 0)
                    .cost(30)
                    .smoothOn(0.2, 5));

    /** log(1 + x²), also where x² is too large for a number. */
    public static final Op LOG1P_SQUARE =
            FAMILY.internal(unary("log1p_square", Logarithm::log1pSquare, "Logarithm.log1pSquare")
                    .derivative(() -> Logarithms.LOG1P_SQUARE_DX)
                    .least(0)
                    .law("log1p(u^2)", "log1p_square(u)")
                    .law("log(v * (1 + u^2))", "log(v) + log1p_square(u)")
                    .law("log(v / (1 + u^2))", "log(v) - log1p_square(u)")
                    .cost(22));

    /** 2x/(1 + x²). Its own derivative is 2(1 − x²)/(1 + x²)². */
    public static final Op LOG1P_SQUARE_DX =
            FAMILY.internal(unary("log1p_square_dx", Logarithm::log1pSquareDx, "Logarithm.log1pSquareDx")
                    .derivative((x, result, make) -> {
                        Expr inverse = make.apply(Trigonometric.ATAN_DX, x);
                        Expr both = make.apply(MUL, make.number(2), inverse);
                        return make.apply(SUB, both, make.apply(SQUARE, result));
                    })
                    .cost(6));

    /**
     * log s of a sum s of exponentials that were shifted by the largest exponent; without derivative where that is −∞.
     */
    public static final Op LOG_SHIFTED =
            FAMILY.internal(binary("log_shifted", Logarithm::logShifted, "Logarithm.logShifted")
                    .byFirst(() -> Logarithms.LOG_SHIFTED_DX)
                    .flatIn(1)
                    .cost(20)
                    .smoothOn(1, 5, -3, 3));

    /** 1/s, the derivative of {@link #LOG_SHIFTED}, but 0 where the largest exponent is −∞. */
    public static final Op LOG_SHIFTED_DX =
            FAMILY.internal(binary("log_shifted_dx", Logarithm::logShiftedDx, "Logarithm.logShiftedDx")
                    .byFirst((s, largest, result, make) -> make.apply(NEG, make.apply(SQUARE, result)))
                    .flatIn(1)
                    .cost(5)
                    .smoothOn(1, 5, -3, 3));

    /** x log y, 0 where x = 0. */
    public static final Op XLOGY = FAMILY.function(binary("xlogy", Logarithm::xlogy, "Logarithm.xlogy")
            .byFirst(() -> Logarithms.XLOGY_DX)
            .bySecond(() -> Logarithms.XLOGY_DY)
            .singular()
            .law("x * log(v)", "xlogy(x, v)")
            .law("x * log_product(v, w)", "xlogy(x, v * w)")
            .law("x * log_quotient(v, w)", "xlogy(x, v / w)")
            .law("x * log_product3(u, v, w)", "xlogy(x, u * v * w)")
            .law("x * log_product_quotient(u, v, w)", "xlogy(x, u * v / w)")
            .law("x * log_growth(v, w)", "xlogy(x, (v + w) / w)")
            .law("x * log_power(v, w)", "xlogy(x, pow(v, w))")
            .advice(Advice.LOGARITHM)
            .cost(17)
            .smoothOn(-2, 2, 0.3, 3));

    /** log y, but 0 where x = 0 and that is −∞ or NaN. */
    public static final Op XLOGY_DX = FAMILY.internal(binary("xlogy_dx", Logarithm::xlogyDx, "Logarithm.xlogyDx")
            .flatIn(0)
            .bySecond((x, y, result, make) -> make.apply(LOG_DX, y))
            .singular()
            .steep()
            .cost(17)
            .smoothOn(-2, 2, 0.3, 3));

    /** x/y, but 0 where x = 0, and NaN where log y is. */
    public static final Op XLOGY_DY = FAMILY.internal(binary("xlogy_dy", Logarithm::xlogyDy, "Logarithm.xlogyDy")
            .byFirst((x, y, result, make) -> make.apply(LOG_DX, y))
            .bySecond((x, y, result, make) -> make.apply(MUL_NO_NAN, make.apply(NEG, result), make.apply(LOG_DX, y)))
            .singular()
            .steep()
            .cost(6)
            .smoothOn(-2, 2, 0.3, 3));

    /** x log(1 + y), 0 where x = 0. */
    public static final Op XLOG1PY = FAMILY.function(binary("xlog1py", Logarithm::xlog1py, "Logarithm.xlog1py")
            .byFirst(() -> Logarithms.XLOG1PY_DX)
            .bySecond(() -> Logarithms.XLOG1PY_DY)
            .singular()
            .law("x * log1p(v)", "xlog1py(x, v)")
            .cost(17)
            .smoothOn(-2, 2, 0.3, 3));

    /** log(1 + y), but 0 where x = 0 and that is −∞ or NaN. */
    public static final Op XLOG1PY_DX =
            FAMILY.internal(binary("xlog1py_dx", Logarithm::xlog1pyDx, "Logarithm.xlog1pyDx")
                    .flatIn(0)
                    .bySecond((x, y, result, make) -> make.apply(LOG1P_DX, y))
                    .singular()
                    .steep()
                    .cost(17)
                    .smoothOn(-2, 2, 0.3, 3));

    /** x/(1 + y), but 0 where x = 0, and NaN where log(1 + y) is. */
    public static final Op XLOG1PY_DY = FAMILY.internal(binary(
                    "xlog1py_dy", Logarithm::xlog1pyDy, "Logarithm.xlog1pyDy")
            .byFirst((x, y, result, make) -> make.apply(LOG1P_DX, y))
            .bySecond((x, y, result, make) -> make.apply(MUL_NO_NAN, make.apply(NEG, result), make.apply(LOG1P_DX, y)))
            .singular()
            .steep()
            .cost(6)
            .smoothOn(-2, 2, 0.3, 3));

    private Logarithms() {}
}
