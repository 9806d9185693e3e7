package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.Logarithms.LOG;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.Quotients.DIV;
import static dev.costate.compiler.op.ZeroProducts.MUL_NO_NAN;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.TaylorRemainder;

/** Powers. Those by small whole constants are products, {@link WholePowers}. */
public final class Powers {
    static final Family FAMILY = new Family();

    /** xʸ. By a small whole constant: multiplications, so that there is no logarithm. */
    public static final Op POW = FAMILY.function(binary("pow", Elementary::pow, "Elementary.pow")
            .byFirst(Powers::byBase)
            .bySecond(Powers::byExponent)
            .simplify((x, y, make) -> y.isNumber() ? WholePowers.simplest(x, y.number(), make) : null)
            .singular()
            .steep()
            .regular(least -> least[0] > 0 || least[1] >= 1)
            .cost(40)
            .smoothOn(0.3, 2, -2.5, 2.5));

    /** ∂xʸ/∂x = y xʸ⁻¹, 0 for y = 0. */
    public static final Op POW_DX = FAMILY.internal(binary("pow_dx", Elementary::powDx, "Elementary.powDx")
            .byFirst((x, y, result, make) ->
                    make.apply(MUL_NO_NAN, y, make.apply(Powers.POW_DX, x, make.apply(SUB, y, make.number(1)))))
            .bySecond(() -> Powers.POW_DXY)
            .singular()
            .steep()
            .cost(45)
            .smoothOn(0.3, 2, -2.5, 2.5));

    /** ∂xʸ/∂y = xʸ log x, at x = 0 its limit. */
    public static final Op POW_DY = FAMILY.internal(binary("pow_dy", Elementary::powDy, "Elementary.powDy")
            .byFirst(() -> Powers.POW_DXY)
            .bySecond((x, y, result, make) -> make.apply(MUL_NO_NAN, result, make.apply(LOG, x)))
            .singular()
            .steep()
            .cost(60)
            .smoothOn(0.3, 2, -2.5, 2.5));

    /** ∂²xʸ/∂x∂y = xʸ⁻¹ (1 + y log x), at x = 0 its limit. */
    public static final Op POW_DXY = FAMILY.internal(binary("pow_dxy", Elementary::powDxy, "Elementary.powDxy")
            .byFirst((x, y, result, make) -> {
                Expr less = make.apply(SUB, y, make.number(1));
                Expr plain = make.apply(POW_DX, x, less);
                return make.apply(ADD, plain, make.apply(MUL_NO_NAN, y, make.apply(Powers.POW_DXY, x, less)));
            })
            .bySecond((x, y, result, make) -> make.apply(
                    ADD,
                    make.apply(MUL_NO_NAN, result, make.apply(LOG, x)),
                    make.apply(POW_DY, x, make.apply(SUB, y, make.number(1)))))
            .singular()
            .steep()
            .cost(60)
            .smoothOn(0.3, 2, -2.5, 2.5));

    /** log xʸ, also where the power leaves the range of numbers. */
    public static final Op LOG_POWER = FAMILY.internal(binary("log_power", Logarithm::logPower, "Logarithm.logPower")
            .byFirst(() -> Powers.LOG_POWER_DX)
            .bySecond((x, y, result, make) -> make.apply(Logarithms.XLOGY_DX, y, x))
            .singular()
            .steep()
            .regular(least -> least[0] > 0)
            .advice(Advice.LOGARITHM)
            .law("log(pow(u, v))", "log_power(u, v)")
            .cost(18)
            .smoothOn(0.3, 2, -2.5, 2.5));

    /** y/x, but NaN where log xʸ is, and 0 for y = 0. */
    public static final Op LOG_POWER_DX =
            FAMILY.internal(binary("log_power_dx", Logarithm::logPowerDx, "Logarithm.logPowerDx")
                    .byFirst((x, y, result, make) ->
                            make.apply(MUL_NO_NAN, make.apply(NEG, result), make.apply(DIV, make.number(1), x)))
                    .bySecond((x, y, result, make) -> make.apply(Logarithms.LOG_DX, x))
                    .singular()
                    .steep()
                    .regular(least -> least[0] > 0)
                    .cost(6)
                    .smoothOn(0.3, 2, -2.5, 2.5));

    /** xʸ − 1, with full relative accuracy where xʸ is near 1. */
    public static final Op POWM1 = FAMILY.internal(binary("powm1", Elementary::powm1, "Elementary.powm1")
            .byFirst((x, y, result, make) -> byBase(x, y, make.apply(POW, x, y), make))
            .bySecond((x, y, result, make) -> byExponent(x, y, make.apply(POW, x, y), make))
            .singular()
            .steep()
            .regular(least -> least[0] > 0 || least[1] >= 1)
            .law("pow(u, v) - 1", "powm1(u, v)")
            .law("1 - pow(u, v)", "-powm1(u, v)")
            .law("expm1(xlogy(x, v)) / x", "powm1(v, x) / x")
            .cost(50)
            .smoothOn(0.3, 2, -2.5, 2.5));

    /** (1 + x)ʸ, with full relative accuracy for small x and large y. */
    public static final Op COMPOUND = FAMILY.internal(binary("compound", Elementary::compound, "Elementary.compound")
            .byFirst(Powers::compoundByFirst)
            .bySecond(() -> Powers.COMPOUND_DY)
            .singular()
            .steep()
            .law("pow(1 + u, v)", "compound(u, v)")
            .law("pow(1 - u, v)", "compound(-u, v)")
            .law("pow(u / (u + v), w)", "compound(v / u, -w)")
            .taylor(0.99, a -> TaylorRemainder.compound(a[0], a[1], a[2], a[3]), "TaylorRemainder.compound")
            .cost(40)
            .smoothOn(-0.7, 2, -2.5, 2.5));

    /** ∂(1 + x)ʸ/∂y = (1 + x)ʸ log(1 + x). */
    public static final Op COMPOUND_DY =
            FAMILY.internal(binary("compound_dy", Elementary::compoundDy, "Elementary.compoundDy")
                    .byFirst((x, y, result, make) -> {
                        Expr less = make.apply(SUB, y, make.number(1));
                        return make.apply(
                                ADD,
                                make.apply(COMPOUND, x, less),
                                make.apply(MUL_NO_NAN, y, make.apply(Powers.COMPOUND_DY, x, less)));
                    })
                    .bySecond((x, y, result, make) -> make.apply(MUL_NO_NAN, result, make.apply(Logarithms.LOG1P, x)))
                    .singular()
                    .steep()
                    .cost(60)
                    .smoothOn(-0.7, 2, -2.5, 2.5));

    /** (1 + x)ʸ − 1, with full relative accuracy. */
    public static final Op COMPOUNDM1 =
            FAMILY.internal(binary("compoundm1", Elementary::compoundm1, "Elementary.compoundm1")
                    .byFirst(Powers::compoundByFirst)
                    .bySecond(() -> COMPOUND_DY)
                    .singular()
                    .steep()
                    .law("compound(u, v) - 1", "compoundm1(u, v)")
                    .law("expm1(xlog1py(x, v))", "compoundm1(v, x)")
                    .law("1 - compound(u, v)", "-compoundm1(u, v)")
                    .law("compoundm1(u, p) / u", "p * exprel(p * log1p(u)) * log1prel(u)")
                    .law("compoundm1(u, v) / v", "exprel(v * log1p(u)) * log1p(u)")
                    .cost(40)
                    .smoothOn(-0.7, 2, -2.5, 2.5));

    private Powers() {}

    private static Expr compoundByFirst(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(MUL_NO_NAN, y, make.apply(COMPOUND, x, make.apply(SUB, y, make.number(1))));
    }

    /** Where y − 1 is rounded, the power of it would not be exact enough. */
    private static Expr byBase(Expr x, Expr y, Expr result, Exprs make) {
        boolean exact = y.isNumber() && y.number() - 1 + 1 == y.number();
        return exact
                ? make.apply(MUL, y, make.apply(POW, x, make.apply(SUB, y, make.number(1))))
                : make.apply(POW_DX, x, y);
    }

    private static Expr byExponent(Expr x, Expr y, Expr result, Exprs make) {
        return x.isNumber() && x.number() > 0
                ? make.apply(MUL, result, make.number(Math.log(x.number())))
                : make.apply(POW_DY, x, y);
    }
}
