package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.ternary;
import static dev.costate.compiler.op.OpDefinition.transparent;
import static dev.costate.compiler.op.OpDefinition.unary;
import static dev.costate.compiler.op.Quotients.DIV;
import static dev.costate.compiler.op.ZeroProducts.MUL_NO_NAN;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import dev.costate.runtime.Elementary;

/** Roots, and the norms that end in one. */
public final class Roots {
    static final Family FAMILY = new Family();

    /** √x. */
    public static final Op SQRT = FAMILY.function(unary("sqrt", Math::sqrt, "Math.sqrt")
            .rounding((root, x) -> Roundoff.root(root, x[0]))
            .derivative((x, result, make) -> make.apply(DIV, make.number(0.5), result))
            .singular()
            .steep()
            .regular(least -> least[0] > 0)
            .neverSaturates()
            .finite((from, to) -> from[0] >= 0)
            .least(least -> Math.sqrt(Math.max(0, least[0])))
            .vanishes(operand -> operand[0])
            .law("sqrt(1 + u) - sqrt(u)", "1 / (sqrt(1 + u) + sqrt(u))")
            .law("sqrt(u^2)", "abs(u)")
            .advice(Advice.ROOT)
            .cost(5)
            .smoothOn(0.2, 5));

    /** ∛x. */
    public static final Op CBRT = FAMILY.function(unary("cbrt", Math::cbrt, "Math.cbrt")
            .derivative(() -> Roots.CBRT_DX)
            .singular()
            .steep()
            .regular(least -> least[0] > 0)
            .neverSaturates()
            .finite()
            .cost(20)
            .smoothOn(0.2, 5));

    /** 1/(3 ∛x²), infinite at 0, as its own derivative is there. */
    public static final Op CBRT_DX = FAMILY.internal(unary("cbrt_dx", Elementary::cbrtDx, "Elementary.cbrtDx")
            .derivative((x, result, make) -> make.apply(DIV, make.apply(MUL, make.number(-2.0 / 3), result), x))
            .singular()
            .regular(least -> least[0] > 0)
            .cost(25)
            .smoothOn(0.2, 5));

    /** √(x² + y²) without overflow. */
    public static final Op HYPOT = FAMILY.function(binary("hypot", Math::hypot, "Math.hypot")
            .commutative()
            .byFirst(() -> Roots.HYPOT_DX)
            .bySecond((x, y, result, make) -> make.apply(Roots.HYPOT_DX, y, x))
            .singular()
            .neverSaturates()
            .finite()
            .least(0)
            .law("sqrt(u^2 + v^2)", "hypot(u, v)")
            .cost(30)
            .smoothOn(0.2, 3, -3, -0.2));

    /** ∂√(x² + y²)/∂x = x/√(x² + y²), 0 at the origin. */
    public static final Op HYPOT_DX = FAMILY.internal(binary("hypot_dx", Elementary::hypotDx, "Elementary.hypotDx")
            .byFirst((x, y, result, make) -> make.apply(
                    MUL_NO_NAN,
                    make.apply(SQUARE, make.apply(Roots.HYPOT_DX, y, x)),
                    make.apply(DIV, make.number(1), make.apply(HYPOT, x, y))))
            .bySecond((x, y, result, make) -> make.apply(
                    MUL_NO_NAN,
                    make.apply(NEG, make.apply(MUL, result, make.apply(Roots.HYPOT_DX, y, x))),
                    make.apply(DIV, make.number(1), make.apply(HYPOT, x, y))))
            .singular()
            .cost(35)
            .smoothOn(0.2, 3, -3, -0.2));

    /** √(x² + y² + z²) without overflow. */
    public static final Op NORM3 = FAMILY.internal(ternary("norm3", Elementary::norm3, "Elementary.norm3")
            .byFirst((x, y, z, result, make) -> make.apply(Roots.OVER_NORM, x, result))
            .bySecond((x, y, z, result, make) -> make.apply(Roots.OVER_NORM, y, result))
            .byThird((x, y, z, result, make) -> make.apply(Roots.OVER_NORM, z, result))
            .neverSaturates()
            .finite()
            .least(0)
            .law("sqrt(u^2 + v^2 + w^2)", "norm3(u, v, w)")
            .cost(9)
            .smoothOn(0.2, 3));

    /** x/h for the norm h of a vector that x is in, 0 where h is. */
    public static final Op OVER_NORM = FAMILY.internal(binary("over_norm", Elementary::overNorm, "Elementary.overNorm")
            .byFirst((x, h, result, make) -> make.apply(DIV, make.number(1), h))
            .bySecond((x, h, result, make) -> make.apply(NEG, make.apply(DIV, result, h)))
            .singular()
            .steep()
            .cost(5)
            .smoothOn(-3, 3, 0.5, 3));

    /**
     * The first operand, x/√(x² + y²), moving as the others do, x and y: by y²/√(x² + y²)³ for x, where the quotient
     * would move by a difference that cancels.
     */
    public static final Op UNIT = FAMILY.internal(transparent("unit", 3)
            .bySecond((unit, x, y, result, make) -> {
                Expr h = make.apply(HYPOT, x, y);
                return make.apply(DIV, make.apply(SQUARE, make.apply(DIV, y, h)), h);
            })
            .byThird((unit, x, y, result, make) -> {
                Expr h = make.apply(HYPOT, x, y);
                return make.apply(NEG, make.apply(DIV, make.apply(MUL, result, make.apply(DIV, y, h)), h));
            })
            .singular()
            .steep()
            .law("u / hypot(u, v)", "unit(u / hypot(u, v), u, v)"));

    /**
     * √s of a sum of squares s, the last step of a Euclidean norm: as √, but with derivative 0 at 0, the subgradient
     * of the norm that is least.
     */
    public static final Op NORM_ROOT = FAMILY.internal(unary("norm_root", Math::sqrt, "Math.sqrt")
            .derivative(() -> Roots.NORM_ROOT_DX)
            .least(0)
            .cost(5)
            .smoothOn(0.2, 5));

    /** 1/(2√s), 0 at 0. */
    public static final Op NORM_ROOT_DX =
            FAMILY.internal(unary("norm_root_dx", Elementary::normRootDx, "Elementary.normRootDx")
                    .derivative((s, result, make) ->
                            make.apply(MUL, make.number(-2), make.apply(MUL, result, make.apply(SQUARE, result))))
                    .cost(6)
                    .smoothOn(0.2, 5));

    private Roots() {}
}
