package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.ternary;
import static dev.costate.compiler.op.Quotients.DIV;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import dev.costate.runtime.Logarithm;

/**
 * Logarithms of products, quotients and sums that leave the range of numbers where their logarithm does not. Their laws
 * are the last to be tried, after those of what such products and quotients may be.
 */
public final class LogarithmsOfProducts {
    static final Family FAMILY = new Family();

    /** log(a b c). */
    public static final Op LOG_PRODUCT3 =
            FAMILY.internal(ternary("log_product3", Logarithm::logProduct3, "Logarithm.logProduct3")
                    .byFirst((a, b, c, result, make) -> make.apply(LogarithmsOfProducts.LOG_PRODUCT3_DA, a, b, c))
                    .bySecond((a, b, c, result, make) -> make.apply(LogarithmsOfProducts.LOG_PRODUCT3_DA, b, a, c))
                    .byThird((a, b, c, result, make) -> make.apply(LogarithmsOfProducts.LOG_PRODUCT3_DA, c, a, b))
                    .singular()
                    .regular(least -> least[0] > 0 && least[1] > 0 && least[2] > 0)
                    .advice(Advice.LOGARITHM_OF_TWO)
                    .law("log(x * y * p)", "log_product3(x, y, p)")
                    .law("log(x^2 * y)", "log_product3(x, x, y)")
                    .cost(20)
                    .smoothOn(0.2, 5));

    /** log(a b/c). */
    public static final Op LOG_PRODUCT_QUOTIENT = FAMILY.internal(ternary(
                    "log_product_quotient", Logarithm::logProductQuotient, "Logarithm.logProductQuotient")
            .byFirst((a, b, c, result, make) -> make.apply(LogarithmsOfProducts.LOG_PRODUCT3_DA, a, b, c))
            .bySecond((a, b, c, result, make) -> make.apply(LogarithmsOfProducts.LOG_PRODUCT3_DA, b, a, c))
            .byThird((a, b, c, result, make) ->
                    make.apply(NEG, make.apply(LogarithmsOfProducts.LOG_PRODUCT3_DA, c, a, b)))
            .singular()
            .regular(least -> least[0] > 0 && least[1] > 0 && least[2] > 0)
            .advice(Advice.LOGARITHM_OF_TWO)
            .law("log(x * y / p)", "log_product_quotient(x, y, p)")
            .law("log(x^2 / p)", "log_product_quotient(x, x, p)")
            .law("log(p / (x * y))", "-log_product_quotient(x, y, p)")
            .law("log(p / x^2)", "-log_product_quotient(x, x, p)")
            .cost(23)
            .smoothOn(0.2, 5));

    /** 1/a, but NaN where log(a b c) is. */
    public static final Op LOG_PRODUCT3_DA =
            FAMILY.internal(ternary("log_product3_da", Logarithm::logProduct3Da, "Logarithm.logProduct3Da")
                    .byFirst((a, b, c, result, make) -> lessSquare(result, make))
                    .flatIn(1)
                    .flatIn(2)
                    .singular()
                    .steep()
                    .regular(least -> least[0] > 0)
                    .cost(7)
                    .smoothOn(0.2, 5));

    /** log(a b). */
    public static final Op LOG_PRODUCT =
            FAMILY.internal(binary("log_product", Logarithm::logProduct, "Logarithm.logProduct")
                    .commutative()
                    .byFirst(() -> LogarithmsOfProducts.LOG_PRODUCT_DA)
                    .bySecond((a, b, result, make) -> make.apply(LogarithmsOfProducts.LOG_PRODUCT_DA, b, a))
                    .singular()
                    .regular(least -> least[0] > 0 && least[1] > 0)
                    .advice(Advice.LOGARITHM_OF_TWO)
                    .law("log(x * y)", "log_product(x, y)")
                    .cost(17)
                    .smoothOn(0.2, 5));

    /** log((a + b)/b), for a and b of any sign. */
    public static final Op LOG_GROWTH =
            FAMILY.internal(binary("log_growth", Logarithm::logGrowth, "Logarithm.logGrowth")
                    .byFirst(() -> LogarithmsOfProducts.LOG_GROWTH_DA)
                    .bySecond(() -> LogarithmsOfProducts.LOG_GROWTH_DB)
                    .singular()
                    .steep()
                    .advice(Advice.LOGARITHM_OF_TWO)
                    .law("log((u + v) / u)", "log_growth(v, u)")
                    .law("log((u - v) / u)", "log_growth(-v, u)")
                    .law("log(u / (u + v))", "-log_growth(v, u)")
                    .law("log(surrogate(u / (1 + u), 1 - 1 / (1 + u)))", "-log_growth(1, u)")
                    .law("log(u / (u - v))", "-log_growth(-v, u)")
                    .cost(25)
                    .smoothOn(-0.3, 3, 0.5, 3));

    /** 1/(a + b), but NaN where log((a + b)/b) is. */
    public static final Op LOG_GROWTH_DA =
            FAMILY.internal(binary("log_growth_da", Logarithm::logGrowthDa, "Logarithm.logGrowthDa")
                    .byFirst((a, b, result, make) -> lessSquare(result, make))
                    .bySecond((a, b, result, make) -> lessSquare(result, make))
                    .singular()
                    .steep()
                    .cost(6)
                    .smoothOn(-0.3, 3, 0.5, 3));

    /** 1/(a + b) − 1/b = −a/(b (a + b)). */
    public static final Op LOG_GROWTH_DB =
            FAMILY.internal(binary("log_growth_db", Logarithm::logGrowthDb, "Logarithm.logGrowthDb")
                    .byFirst((a, b, result, make) -> lessSquare(make.apply(LOG_GROWTH_DA, a, b), make))
                    .bySecond((a, b, result, make) -> lessSum(result, make.apply(LOG_GROWTH_DA, a, b), b, make))
                    .singular()
                    .steep()
                    .cost(8)
                    .smoothOn(-0.3, 3, 0.5, 3));

    /** log(a/b). */
    public static final Op LOG_QUOTIENT = FAMILY.internal(binary(
                    "log_quotient", Logarithm::logQuotient, "Logarithm.logQuotient")
            .byFirst(() -> LogarithmsOfProducts.LOG_PRODUCT_DA)
            .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(LogarithmsOfProducts.LOG_PRODUCT_DA, b, a)))
            .singular()
            .regular(least -> least[0] > 0 && least[1] > 0)
            .advice(Advice.LOGARITHM_OF_TWO)
            .law("log(x / y)", "log_quotient(x, y)")
            .cost(20)
            .smoothOn(0.2, 5));

    /** 1/a, but NaN where log(a b) is. */
    public static final Op LOG_PRODUCT_DA =
            FAMILY.internal(binary("log_product_da", Logarithm::logProductDa, "Logarithm.logProductDa")
                    .byFirst((a, b, result, make) -> lessSquare(result, make))
                    .flatIn(1)
                    .singular()
                    .steep()
                    .regular(least -> least[0] > 0)
                    .cost(6)
                    .smoothOn(0.2, 5));

    /** log(1 + a/b) for b > 0, which is log(a + b) − log(b). */
    public static final Op LOG1P_QUOTIENT =
            FAMILY.internal(binary("log1p_quotient", Logarithm::log1pQuotient, "Logarithm.log1pQuotient")
                    .byFirst(() -> LogarithmsOfProducts.LOG1P_QUOTIENT_DA)
                    .bySecond(() -> LogarithmsOfProducts.LOG1P_QUOTIENT_DB)
                    .singular()
                    .steep()
                    .law("log(u + v) - log(u)", "log1p_quotient(v, u)")
                    .law("log(u - v) - log(u)", "log1p_quotient(-v, u)")
                    .law("log1p(u) - log(u)", "log1p_quotient(1, u)")
                    .law("log(u) - log1p(u)", "-log1p_quotient(1, u)")
                    .law("log(u) - log(u + v)", "-log1p_quotient(v, u)")
                    .cost(25)
                    .smoothOn(-0.3, 3, 0.5, 3));

    /** 1/(a + b), but NaN where log(1 + a/b) is. */
    public static final Op LOG1P_QUOTIENT_DA =
            FAMILY.internal(binary("log1p_quotient_da", Logarithm::log1pQuotientDa, "Logarithm.log1pQuotientDa")
                    .byFirst((a, b, result, make) -> lessSquare(result, make))
                    .bySecond((a, b, result, make) -> lessSquare(result, make))
                    .singular()
                    .steep()
                    .cost(6)
                    .smoothOn(-0.3, 3, 0.5, 3));

    /** 1/(a + b) − 1/b = −a/(b (a + b)). */
    public static final Op LOG1P_QUOTIENT_DB =
            FAMILY.internal(binary("log1p_quotient_db", Logarithm::log1pQuotientDb, "Logarithm.log1pQuotientDb")
                    .byFirst((a, b, result, make) -> lessSquare(make.apply(LOG1P_QUOTIENT_DA, a, b), make))
                    .bySecond((a, b, result, make) -> lessSum(result, make.apply(LOG1P_QUOTIENT_DA, a, b), b, make))
                    .singular()
                    .steep()
                    .cost(8)
                    .smoothOn(-0.3, 3, 0.5, 3));

    /** b log(1 + a/b), nearly a for large b. */
    public static final Op LOG1P_SCALED =
            FAMILY.internal(binary("log1p_scaled", Logarithm::log1pScaled, "Logarithm.log1pScaled")
                    .byFirst((a, b, result, make) -> make.apply(DIV, b, make.apply(ADD, a, b)))
                    .bySecond(() -> LogarithmsOfProducts.LOG1P_SCALED_DB)
                    .singular()
                    .steep()
                    .law("xlog1py(u, v / u)", "log1p_scaled(v, u)")
                    .cost(25)
                    .smoothOn(-0.3, 3, 0.5, 3));

    /** log(1 + a/b) − a/(a + b). */
    public static final Op LOG1P_SCALED_DB =
            FAMILY.internal(binary("log1p_scaled_db", Logarithm::log1pScaledDb, "Logarithm.log1pScaledDb")
                    .byFirst((a, b, result, make) -> {
                        Expr sum = make.apply(ADD, a, b);
                        return make.apply(DIV, make.apply(DIV, a, sum), sum);
                    })
                    .bySecond((a, b, result, make) -> {
                        Expr part = make.apply(DIV, a, make.apply(ADD, a, b));
                        return make.apply(NEG, make.apply(DIV, make.apply(SQUARE, part), b));
                    })
                    .singular()
                    .steep()
                    .cost(30)
                    .smoothOn(-0.3, 3, 0.5, 3));

    private LogarithmsOfProducts() {}

    /** −x². */
    private static Expr lessSquare(Expr x, Exprs make) {
        return make.apply(NEG, make.apply(SQUARE, x));
    }

    /** −x (y + 1/b): of x = y − 1/b it is 1/b² − y². */
    private static Expr lessSum(Expr x, Expr y, Expr b, Exprs make) {
        Expr sum = make.apply(ADD, y, make.apply(DIV, make.number(1), b));
        return make.apply(NEG, make.apply(MUL, x, sum));
    }
}
