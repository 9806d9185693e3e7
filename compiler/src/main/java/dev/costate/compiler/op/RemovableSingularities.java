package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.Exponentials.EXPM1;
import static dev.costate.compiler.op.Logarithms.LOG;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.ternary;
import static dev.costate.compiler.op.OpDefinition.unary;
import static dev.costate.compiler.op.Quotients.DIV;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Divided;

/**
 * Quotients whose numerator vanishes with the divisor. Their values keep their digits near 0 as they are written, once
 * the numerator does; their derivatives do not, so that each is an operation, and so are its first two derivatives.
 * {@link Trigonometric#SINC} is one more. Their laws are applied up to factors, {@code sin(a * b) / b} as well. Those
 * that are not here are remainders of Taylor series, {@link Op#taylor}.
 */
public final class RemovableSingularities {
    static final Family FAMILY = new Family();

    /** (eˣ − 1)/x, 1 at 0. */
    public static final Op EXPREL = FAMILY.internal(unary("exprel", Divided::exprel, "Divided.exprel")
            .derivative(() -> RemovableSingularities.EXPREL_DX)
            .overflows()
            .least(0)
            .law("expm1(u) / u", "exprel(u)")
            .cost(25));

    /** Its derivative. */
    public static final Op EXPREL_DX = FAMILY.internal(unary("exprel_dx", Divided::exprelDx, "Divided.exprelDx")
            .derivative(() -> RemovableSingularities.EXPREL_DXX)
            .overflows()
            .least(0)
            .cost(50));

    /** Its second derivative. */
    public static final Op EXPREL_DXX = FAMILY.internal(unary("exprel_dxx", Divided::exprelDxx, "Divided.exprelDxx")
            .derivative((x, result, make) -> make.apply(RemovableSingularities.EXPREL_DN, make.number(3), x))
            .overflows()
            .least(0)
            .cost(50));

    /** Its n-th derivative for a whole constant n ≥ 0, the first operand: for the series of those with a name. */
    static final Op EXPREL_DN = derivatives(binary("exprel_dn", Divided::exprelDn, "Divided.exprelDn")
            .bySecond((n, x, result, make) -> next(RemovableSingularities.EXPREL_DN, n, x, make))
            .overflows());

    /** log(1 + x)/x, 1 at 0. */
    public static final Op LOG1PREL = FAMILY.internal(unary("log1prel", Divided::log1prel, "Divided.log1prel")
            .derivative(() -> RemovableSingularities.LOG1PREL_DX)
            .singular()
            .law("log1p(u) / u", "log1prel(u)")
            .cost(25)
            .smoothOn(-0.8, 3));

    /** Its derivative. */
    public static final Op LOG1PREL_DX = FAMILY.internal(unary("log1prel_dx", Divided::log1prelDx, "Divided.log1prelDx")
            .derivative(() -> RemovableSingularities.LOG1PREL_DXX)
            .singular()
            .cost(50)
            .smoothOn(-0.8, 3));

    /** Its second derivative. */
    public static final Op LOG1PREL_DXX =
            FAMILY.internal(unary("log1prel_dxx", Divided::log1prelDxx, "Divided.log1prelDxx")
                    .derivative((x, result, make) -> make.apply(RemovableSingularities.LOG1PREL_DN, make.number(3), x))
                    .singular()
                    .cost(50)
                    .smoothOn(-0.8, 3));

    /** Its n-th derivative for a whole constant n ≥ 0, the first operand. */
    static final Op LOG1PREL_DN = derivatives(binary("log1prel_dn", Divided::log1prelDn, "Divided.log1prelDn")
            .bySecond((n, x, result, make) -> next(RemovableSingularities.LOG1PREL_DN, n, x, make))
            .singular());

    /** x − log(1 + x). */
    public static final Op LOG1P_LESS = FAMILY.internal(unary("log1p_less", Divided::log1pLess, "Divided.log1pLess")
            .derivative(() -> RemovableSingularities.LOG1P_LESS_DX)
            .singular()
            .steep()
            .regular(least -> least[0] > -1)
            .least(0)
            .law("u - log1p(u)", "log1p_less(u)")
            .law("log1p(u) - u", "-log1p_less(u)")
            .law("u + log1p(-u)", "-log1p_less(-u)")
            .cost(25)
            .smoothOn(-0.8, 3));

    /** Its derivative x/(1 + x), whose own is 1/(1 + x)². */
    public static final Op LOG1P_LESS_DX =
            FAMILY.internal(unary("log1p_less_dx", Divided::log1pLessDx, "Divided.log1pLessDx")
                    .derivative((x, result, make) -> make.apply(SQUARE, make.apply(Logarithms.LOG1P_DX, x)))
                    .singular()
                    .steep()
                    .regular(least -> least[0] > -1)
                    .cost(6)
                    .smoothOn(-0.8, 3));

    /** (x − log(1 + x))/x², ½ at 0. */
    public static final Op LOG1PREL2 = FAMILY.internal(unary("log1prel2", Divided::log1prel2, "Divided.log1prel2")
            .derivative(() -> RemovableSingularities.LOG1PREL2_DX)
            .singular()
            .law("log1p_less(u) / u^2", "log1prel2(u)")
            .cost(50)
            .smoothOn(-0.8, 3));

    /** Its derivative. */
    public static final Op LOG1PREL2_DX =
            FAMILY.internal(unary("log1prel2_dx", Divided::log1prel2Dx, "Divided.log1prel2Dx")
                    .derivative(() -> RemovableSingularities.LOG1PREL2_DXX)
                    .singular()
                    .cost(50)
                    .smoothOn(-0.8, 3));

    /** Its second derivative. */
    public static final Op LOG1PREL2_DXX =
            FAMILY.internal(unary("log1prel2_dxx", Divided::log1prel2Dxx, "Divided.log1prel2Dxx")
                    .derivative((x, result, make) -> make.apply(RemovableSingularities.LOG1PREL2_DN, make.number(3), x))
                    .singular()
                    .cost(50)
                    .smoothOn(-0.8, 3));

    /** Its n-th derivative for a whole constant n ≥ 0, the first operand. */
    static final Op LOG1PREL2_DN = derivatives(binary("log1prel2_dn", Divided::log1prel2Dn, "Divided.log1prel2Dn")
            .bySecond((n, x, result, make) -> next(RemovableSingularities.LOG1PREL2_DN, n, x, make))
            .singular());

    /** (x^λ − 1)/λ, log x for λ = 0. */
    public static final Op BOX_COX = FAMILY.internal(binary("box_cox", Divided::boxCox, "Divided.boxCox")
            .byFirst(() -> RemovableSingularities.BOX_COX_DX)
            .bySecond(() -> RemovableSingularities.BOX_COX_DL)
            .singular()
            .steep()
            .law("powm1(u, v) / v", "box_cox(u, v)")
            .cost(45)
            .smoothOn(0.3, 3, -2, 2));

    /** x^(λ − 1). */
    public static final Op BOX_COX_DX = FAMILY.internal(binary("box_cox_dx", Divided::boxCoxDx, "Divided.boxCoxDx")
            .byFirst((x, lambda, result, make) ->
                    make.apply(DIV, make.apply(MUL, make.apply(SUB, lambda, make.number(1)), result), x))
            .bySecond((x, lambda, result, make) -> make.apply(MUL, result, make.apply(LOG, x)))
            .singular()
            .steep()
            .cost(45)
            .smoothOn(0.3, 3, -2, 2));

    /** ∂/∂λ of (x^λ − 1)/λ. */
    public static final Op BOX_COX_DL = FAMILY.internal(binary("box_cox_dl", Divided::boxCoxDl, "Divided.boxCoxDl")
            .byFirst(
                    (x, lambda, result, make) -> make.apply(MUL, make.apply(BOX_COX_DX, x, lambda), make.apply(LOG, x)))
            .bySecond(() -> RemovableSingularities.BOX_COX_DLL)
            .singular()
            .steep()
            .cost(70)
            .smoothOn(0.3, 3, -2, 2));

    /** ∂²/∂λ² of it. */
    public static final Op BOX_COX_DLL = FAMILY.internal(binary("box_cox_dll", Divided::boxCoxDll, "Divided.boxCoxDll")
            .byFirst((x, lambda, result, make) ->
                    make.apply(MUL, make.apply(BOX_COX_DX, x, lambda), make.apply(SQUARE, make.apply(LOG, x))))
            .bySecond((x, lambda, result, make) ->
                    make.apply(RemovableSingularities.BOX_COX_DN, make.number(3), x, lambda))
            .singular()
            .steep()
            .cost(70)
            .smoothOn(0.3, 3, -2, 2));

    /** Its n-th derivative with respect to λ for a whole constant n ≥ 0, the first operand. */
    static final Op BOX_COX_DN = ternary("box_cox_dn", Divided::boxCoxDn, "Divided.boxCoxDn")
            .flatIn(0)
            .bySecond((n, x, lambda, result, make) ->
                    make.apply(MUL, make.apply(BOX_COX_DX, x, lambda), make.apply(Powers.POW, make.apply(LOG, x), n)))
            .byThird((n, x, lambda, result, make) ->
                    make.apply(RemovableSingularities.BOX_COX_DN, make.number(n.number() + 1), x, lambda))
            .singular()
            .steep()
            .cost(90)
            .uncatalogued();

    /** eˣ − 1 − x. */
    public static final Op EXPM1_LESS = FAMILY.internal(unary("expm1_less", Divided::expm1Less, "Divided.expm1Less")
            .derivative(() -> EXPM1)
            .overflows()
            .least(0)
            .law("expm1(u) - u", "expm1_less(u)")
            .law("exp(u) - u", "1 + expm1_less(u)")
            .law("u + exp(-u)", "1 + expm1_less(-u)")
            .law("1 + expm1_less(u) - 1", "expm1_less(u)")
            .law("exp(u) - (1 + u)", "expm1_less(u)")
            .cost(30));

    /** (eˣ − 1 − x)/x², ½ at 0. */
    public static final Op EXPREL2 = FAMILY.internal(unary("exprel2", Divided::exprel2, "Divided.exprel2")
            .derivative(() -> RemovableSingularities.EXPREL2_DX)
            .overflows()
            .least(0)
            .law("expm1_less(u) / u^2", "exprel2(u)")
            .cost(50));

    /** Its derivative. */
    public static final Op EXPREL2_DX = FAMILY.internal(unary("exprel2_dx", Divided::exprel2Dx, "Divided.exprel2Dx")
            .derivative(() -> RemovableSingularities.EXPREL2_DXX)
            .overflows()
            .least(0)
            .cost(50));

    /** Its second derivative. */
    public static final Op EXPREL2_DXX = FAMILY.internal(unary("exprel2_dxx", Divided::exprel2Dxx, "Divided.exprel2Dxx")
            .derivative((x, result, make) -> make.apply(RemovableSingularities.EXPREL2_DN, make.number(3), x))
            .overflows()
            .least(0)
            .cost(50));

    /** Its n-th derivative for a whole constant n ≥ 0, the first operand. */
    static final Op EXPREL2_DN = derivatives(binary("exprel2_dn", Divided::exprel2Dn, "Divided.exprel2Dn")
            .bySecond((n, x, result, make) -> next(RemovableSingularities.EXPREL2_DN, n, x, make))
            .overflows());

    /** x − sin x. */
    public static final Op SIN_LESS = FAMILY.internal(unary("sin_less", Divided::sinLess, "Divided.sinLess")
            .derivative((x, result, make) -> make.apply(
                    MUL,
                    make.number(2),
                    make.apply(SQUARE, make.apply(Trigonometric.SIN, make.apply(MUL, make.number(0.5), x)))))
            .law("u - sin(u)", "sin_less(u)")
            .law("sin(u) - u", "-sin_less(u)")
            .cost(30));

    private RemovableSingularities() {}

    /** The derivatives of all orders, for the series of those that have names. */
    private static Op derivatives(OpDefinition definition) {
        return definition.flatIn(0).cost(80).uncatalogued();
    }

    private static Expr next(Op derivatives, Expr n, Expr x, Exprs make) {
        return make.apply(derivatives, make.number(n.number() + 1), x);
    }
}
