package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.OpDefinition.unary;

import dev.costate.compiler.ir.Op;
import dev.costate.runtime.TaylorRemainder;
import dev.costate.runtime.Trigonometry;

/** Hyperbolic functions and their inverses. */
public final class Hyperbolic {
    static final Family FAMILY = new Family();

    /** The hyperbolic sine. */
    public static final Op SINH = FAMILY.function(unary("sinh", Math::sinh, "Math.sinh")
            .derivative(() -> Hyperbolic.COSH)
            .overflows()
            .law("exp(u) - exp(-u)", "2 * sinh(u)")
            .law("0.5 * exp(u) - 0.5 * exp(-u)", "sinh(u)")
            .law("exp(u) + exp(-u) - 2", "4 * sinh(0.5 * u)^2")
            .law("exp(u) - 2 + exp(-u)", "4 * sinh(0.5 * u)^2")
            .taylor(3, TaylorRemainder::sinh, "TaylorRemainder.sinh")
            .cost(25));

    /** The hyperbolic cosine. */
    public static final Op COSH = FAMILY.function(unary("cosh", Math::cosh, "Math.cosh")
            .derivative(() -> SINH)
            .simplify((x, make) -> x.op() == NEG ? make.apply(Hyperbolic.COSH, x.operand(0)) : null)
            .overflows()
            .least(1)
            .law("0.5 * (exp(u) + exp(-u))", "cosh(u)")
            .law("0.5 * exp(u) + 0.5 * exp(-u)", "cosh(u)")
            .taylor(3, TaylorRemainder::cosh, "TaylorRemainder.cosh")
            .cost(25));

    /** The hyperbolic tangent. */
    public static final Op TANH = FAMILY.function(unary("tanh", Math::tanh, "Math.tanh")
            .derivative(() -> Hyperbolic.SECH2)
            .law("2 * sinh(u) / (exp(u) + exp(-u))", "tanh(u)")
            .law("sinh(u) / cosh(u)", "tanh(u)")
            .law("cosh(u) / sinh(u)", "1 / tanh(u)")
            .law("(exp(u) + exp(-u)) / (2 * sinh(u))", "1 / tanh(u)")
            .law("expm1(u) / (1 + exp(u))", "tanh(0.5 * u)")
            .law("2 * sigmoid(u) - 1", "tanh(0.5 * u)")
            .law("1 - 2 * sigmoid(u)", "-tanh(0.5 * u)")
            .law("sigmoid(u) - 0.5", "0.5 * tanh(0.5 * u)")
            .law("0.5 - sigmoid(u)", "-0.5 * tanh(0.5 * u)")
            .taylor(3, TaylorRemainder::tanh, "TaylorRemainder.tanh")
            .rows("tanh")
            .cost(25));

    /** 1 − tanh² = 1/cosh², where the former would be 0 from 19 on. */
    public static final Op SECH2 = FAMILY.internal(unary("sech2", Trigonometry::sech2, "Trigonometry.sech2")
            .derivative(
                    (x, result, make) -> make.apply(MUL, make.number(-2), make.apply(MUL, make.apply(TANH, x), result)))
            .least(0)
            .greatest(1)
            .law("1 - tanh(u)^2", "sech2(u)")
            .law("1 / cosh(u)^2", "sech2(u)")
            .law("(1 / cosh(u))^2", "sech2(u)")
            .rows("sech2")
            .cost(25));

    /** The inverse of sinh. */
    public static final Op ASINH = FAMILY.function(unary("asinh", Trigonometry::asinh, "Trigonometry.asinh")
            .derivative(() -> Hyperbolic.ASINH_DX)
            .law("log(root1p_square_less(-u))", "asinh(u)")
            .law("log(root1p_square_less(u))", "-asinh(u)")
            .taylor(2.5, TaylorRemainder::asinh, "TaylorRemainder.asinh")
            .cost(30));

    /** 1/√(1 + x²) without overflow. */
    public static final Op ASINH_DX = FAMILY.internal(unary("asinh_dx", Trigonometry::asinhDx, "Trigonometry.asinhDx")
            .derivative((x, result, make) ->
                    make.apply(NEG, make.apply(MUL, make.apply(MUL, make.apply(MUL, x, result), result), result)))
            .singular()
            .cost(10));

    /** The inverse of cosh for x ≥ 1. */
    public static final Op ACOSH = FAMILY.function(unary("acosh", Trigonometry::acosh, "Trigonometry.acosh")
            .derivative(() -> Hyperbolic.ACOSH_DX)
            .singular()
            .steep()
            .law("log(u + sqrt(surrogate((u - 1) * (1 + u), u^2 - 1)))", "acosh(u)")
            .cost(30)
            .smoothOn(1.3, 4));

    /** 1/√(x² − 1), accurate near 1. */
    public static final Op ACOSH_DX = FAMILY.internal(unary("acosh_dx", Trigonometry::acoshDx, "Trigonometry.acoshDx")
            .derivative((x, result, make) ->
                    make.apply(NEG, make.apply(MUL, make.apply(MUL, make.apply(MUL, x, result), result), result)))
            .singular()
            .cost(15)
            .smoothOn(1.3, 4));

    /** The inverse of tanh. */
    public static final Op ATANH = FAMILY.function(unary("atanh", Trigonometry::atanh, "Trigonometry.atanh")
            .derivative(() -> Hyperbolic.ATANH_DX)
            .singular()
            .law("log((1 + u) / (1 - u))", "2 * atanh(u)")
            .law("log1p(u) - log1p(-u)", "2 * atanh(u)")
            .law("0.5 * log1p(u) - 0.5 * log1p(-u)", "atanh(u)")
            .taylor(0.8, TaylorRemainder::atanh, "TaylorRemainder.atanh")
            .cost(25)
            .smoothOn(-0.8, 0.8));

    /** 1/(1 − x²), accurate near 1; NaN beyond, where atanh is. */
    public static final Op ATANH_DX = FAMILY.internal(unary("atanh_dx", Trigonometry::atanhDx, "Trigonometry.atanhDx")
            .derivative((x, result, make) ->
                    make.apply(MUL, make.number(2), make.apply(MUL, make.apply(MUL, x, result), result)))
            .singular()
            .cost(6)
            .smoothOn(-0.8, 0.8));

    /** log cosh x without overflow. */
    public static final Op LOG_COSH = FAMILY.function(unary("log_cosh", Trigonometry::logCosh, "Trigonometry.logCosh")
            .derivative(() -> TANH)
            .least(0)
            .law("log(cosh(u))", "log_cosh(u)")
            .law("log(2 * cosh(u))", "0.6931471805599453 + log_cosh(u)")
            .law("log(sech2(u))", "-2 * log_cosh(u)")
            .taylor(3, TaylorRemainder::logCosh, "TaylorRemainder.logCosh")
            .cost(40));

    private Hyperbolic() {}
}
