package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.ADD;
import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.unary;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Elementary;
import dev.costate.runtime.Special;
import dev.costate.runtime.TaylorRemainder;
import dev.costate.runtime.Trigonometry;

/** Trigonometric functions and their inverses. */
public final class Trigonometric {
    static final Family FAMILY = new Family();

    /** The sine. */
    public static final Op SIN = FAMILY.function(unary("sin", Math::sin, "Math.sin")
            .derivative(() -> Trigonometric.COS)
            .law("1 - cos(u)", "2 * sin(0.5 * u)^2")
            .law("1 - cos(u)^2", "sin(u)^2")
            .law("sin(u + v) - sin(u)", "2 * cos(u + 0.5 * v) * sin(0.5 * v)")
            .taylor(3, TaylorRemainder::sin, "TaylorRemainder.sin")
            .cost(15));

    /** The cosine. */
    public static final Op COS = FAMILY.function(unary("cos", Math::cos, "Math.cos")
            .derivative((x, result, make) -> make.apply(NEG, make.apply(SIN, x)))
            .simplify((x, make) -> x.op() == NEG ? make.apply(Trigonometric.COS, x.operand(0)) : null)
            .law("1 - sin(u)^2", "cos(u)^2")
            .law("log(1 + cos(u))", "0.6931471805599453 + 2 * log(abs(cos(0.5 * u)))")
            .law("cos(u + v) - cos(u)", "-2 * sin(u + 0.5 * v) * sin(0.5 * v)")
            .taylor(3, TaylorRemainder::cos, "TaylorRemainder.cos")
            .cost(15));

    /** The tangent. */
    public static final Op TAN = FAMILY.function(unary("tan", Math::tan, "Math.tan")
            .derivative((x, result, make) -> make.apply(ADD, make.number(1), make.apply(SQUARE, result)))
            .law("sin(u) / cos(u)", "tan(u)")
            .law("cos(u) / sin(u)", "1 / tan(u)")
            .law("2 * sin(0.5 * u)^2 / sin(u)", "tan(0.5 * u)")
            .law("sin(u) / (1 + cos(u))", "tan(0.5 * u)")
            .taylor(1, TaylorRemainder::tan, "TaylorRemainder.tan")
            .cost(25)
            .smoothOn(-1, 1));

    /** The inverse of sin. */
    public static final Op ASIN = FAMILY.function(unary("asin", Math::asin, "Math.asin")
            .derivative(() -> Trigonometric.ASIN_DX)
            .law("acos(u) - 1.5707963267948966", "-asin(u)")
            .law("1.5707963267948966 - acos(u)", "asin(u)")
            .singular()
            .steep()
            .taylor(0.8, TaylorRemainder::asin, "TaylorRemainder.asin")
            .cost(25)
            .smoothOn(-0.8, 0.8));

    /** The inverse of cos. */
    public static final Op ACOS = FAMILY.function(unary("acos", Math::acos, "Math.acos")
            .derivative((x, result, make) -> make.apply(NEG, make.apply(Trigonometric.ASIN_DX, x)))
            .law("1.5707963267948966 - asin(u)", "acos(u)")
            .law("1.5707963267948966 + asin(u)", "acos(-u)")
            .law("3.141592653589793 - acos(u)", "acos(-u)")
            .singular()
            .steep()
            .cost(25)
            .smoothOn(-0.8, 0.8));

    /** 1/√((1 − x)(1 + x)): 1 − x² would cancel near 1. Its own derivative is x times its cube. */
    public static final Op ASIN_DX = FAMILY.internal(unary("asin_dx", Trigonometry::asinDx, "Trigonometry.asinDx")
            .derivative((x, result, make) -> make.apply(MUL, x, make.apply(MUL, result, make.apply(SQUARE, result))))
            .singular()
            .cost(10)
            .smoothOn(-0.8, 0.8));

    /** The inverse of tan. */
    public static final Op ATAN = FAMILY.function(unary("atan", Math::atan, "Math.atan")
            .derivative(() -> Trigonometric.ATAN_DX)
            .taylor(2.5, TaylorRemainder::atan, "TaylorRemainder.atan")
            .cost(25));

    /** 1/(1 + x²). */
    public static final Op ATAN_DX = FAMILY.internal(unary("atan_dx", Trigonometry::atanDx, "Trigonometry.atanDx")
            // (x r) r, since r² may underflow.
            .derivative((x, result, make) ->
                    make.apply(MUL, make.number(-2), make.apply(MUL, make.apply(MUL, x, result), result)))
            .singular()
            .cost(6));

    /** The angle of the point (x, y), −π to π. */
    public static final Op ATAN2 = FAMILY.function(binary("atan2", Math::atan2, "Math.atan2")
            .byFirst((y, x, result, make) -> make.apply(Trigonometric.OVER_SQUARES, x, y))
            .bySecond((y, x, result, make) -> make.apply(NEG, make.apply(Trigonometric.OVER_SQUARES, y, x)))
            .singular()
            .finite()
            .law("1.5707963267948966 - atan(u)", "atan2(1, u)")
            .law("1.5707963267948966 + atan(u)", "atan2(1, -u)")
            .law("0.5 - atan(u) / 3.141592653589793", "atan2(1, u) / 3.141592653589793")
            .law("0.5 + atan(u) / 3.141592653589793", "atan2(1, -u) / 3.141592653589793")
            .cost(35)
            .smoothOn(-2, 2, 0.3, 3));

    /** a/(a² + b²) without overflow, 0 at the origin: the derivative of the angle of a point. */
    public static final Op OVER_SQUARES = FAMILY.internal(binary(
                    "over_squares", Elementary::overSquares, "Elementary.overSquares")
            .byFirst(Trigonometric::overSquaresByFirst)
            .bySecond((a, b, result, make) -> make.apply(
                    MUL, make.number(-2), make.apply(MUL, result, make.apply(Trigonometric.OVER_SQUARES, b, a))))
            .singular()
            .finite()
            .cost(35)
            .smoothOn(-2, 2, 0.3, 3));

    /**
     * sin(x)/x, 1 at 0, an operation so that derivatives keep their digits, too; see {@link RemovableSingularities}.
     */
    public static final Op SINC = FAMILY.internal(unary("sinc", Special::sinc, "Special.sinc")
            .derivative(() -> Trigonometric.SINC_DX)
            .law("sin(u) / u", "sinc(u)")
            .cost(20));

    /** d sinc(x)/dx. */
    public static final Op SINC_DX = FAMILY.internal(unary("sinc_dx", Special::sincDx, "Special.sincDx")
            .derivative(() -> Trigonometric.SINC_DXX)
            .cost(20));

    /** d² sinc(x)/dx². */
    public static final Op SINC_DXX = FAMILY.internal(unary("sinc_dxx", Special::sincDxx, "Special.sincDxx")
            .derivative((x, result, make) -> make.apply(Trigonometric.SINC_DN, make.number(3), x))
            .cost(20));

    /** Its n-th derivative for a whole constant n ≥ 0, the first operand: for the series of those with a name. */
    static final Op SINC_DN = binary("sinc_dn", Special::sincDn, "Special.sincDn")
            .flatIn(0)
            .bySecond((n, x, result, make) -> make.apply(Trigonometric.SINC_DN, make.number(n.number() + 1), x))
            .cost(60)
            .uncatalogued();

    private Trigonometric() {}

    /** As one difference for both operands of atan2, whose second derivatives are opposite. */
    private static Expr overSquaresByFirst(Expr a, Expr b, Expr result, Exprs make) {
        Expr other = make.apply(OVER_SQUARES, b, a);
        boolean ordered = other.id() < result.id();
        Expr difference = make.apply(SUB, ordered ? other : result, ordered ? result : other);
        Expr product = make.apply(MUL, difference, make.apply(ADD, other, result));
        return ordered ? product : make.apply(NEG, product);
    }
}
