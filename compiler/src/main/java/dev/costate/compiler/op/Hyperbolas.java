package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.SQUARE;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.Hyperbolic.ASINH_DX;
import static dev.costate.compiler.op.OpDefinition.unary;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Hyperbola;

/** √(1 + x²), quotients by 1 + x², and what cancels in them: also where x² is too large for a number. */
public final class Hyperbolas {
    static final Family FAMILY = new Family();

    /** √(1 + x²). */
    public static final Op ROOT1P_SQUARE = FAMILY.internal(unary("root1p_square", Hyperbola::root, "Hyperbola.root")
            .derivative(() -> Hyperbolas.ROOT1P_SQUARE_DX)
            .neverSaturates()
            .finite()
            .least(1)
            .law("sqrt(1 + u^2)", "root1p_square(u)")
            .law("log(root1p_square(u))", "0.5 * log1p_square(u)")
            .law("root1p_square(u) - 1", "surrogate(u * (u / (1 + root1p_square(u))), root1p_square(u) - 1)")
            .law("1 - root1p_square(u)", "-surrogate(u * (u / (1 + root1p_square(u))), root1p_square(u) - 1)")
            .cost(7));

    /** Its derivative x/√(1 + x²). */
    public static final Op ROOT1P_SQUARE_DX =
            FAMILY.internal(unary("root1p_square_dx", Hyperbola::rootDx, "Hyperbola.rootDx")
                    .derivative((x, result, make) -> cube(x, make))
                    .law("u / root1p_square(u)", "root1p_square_dx(u)")
                    .cost(10));

    /** √(1 + x²) − x. */
    public static final Op ROOT1P_SQUARE_LESS =
            FAMILY.internal(unary("root1p_square_less", Hyperbola::rootLess, "Hyperbola.rootLess")
                    .derivative(() -> Hyperbolas.ROOT1P_SQUARE_LESS_DX)
                    .least(0)
                    .law("root1p_square(u) - u", "root1p_square_less(u)")
                    .law("u - root1p_square(u)", "-root1p_square_less(u)")
                    .law("u + root1p_square(u)", "root1p_square_less(-u)")
                    .cost(12));

    /** Its derivative x/√(1 + x²) − 1. */
    public static final Op ROOT1P_SQUARE_LESS_DX =
            FAMILY.internal(unary("root1p_square_less_dx", Hyperbola::rootLessDx, "Hyperbola.rootLessDx")
                    .derivative((x, result, make) -> cube(x, make))
                    .cost(15));

    /** x/(1 + x²). Its derivative is (1 − x²)/(1 + x²)². */
    public static final Op OVER1P_SQUARE =
            FAMILY.internal(unary("over1p_square", Hyperbola::overSquare, "Hyperbola.overSquare")
                    .derivative((x, result, make) -> make.apply(
                            SUB,
                            make.apply(Trigonometric.ATAN_DX, x),
                            make.apply(MUL, make.number(2), make.apply(SQUARE, result))))
                    .law("u / (1 + u^2)", "over1p_square(u)")
                    .cost(6));

    /** x²/(1 + x²). */
    public static final Op SQUARE_SHARE =
            FAMILY.internal(unary("square_share", Hyperbola::squareShare, "Hyperbola.squareShare")
                    .derivative((x, result, make) -> make.apply(
                            MUL,
                            make.apply(MUL, make.number(2), make.apply(OVER1P_SQUARE, x)),
                            make.apply(Trigonometric.ATAN_DX, x)))
                    .least(0)
                    .greatest(1)
                    .law("u^2 / (1 + u^2)", "square_share(u)")
                    .law("1 - square_share(u)", "1 / (1 + u^2)")
                    .law("square_share(u) - 1", "-1 / (1 + u^2)")
                    .cost(6));

    private Hyperbolas() {}

    /** 1/√(1 + x²)³. */
    private static Expr cube(Expr x, Exprs make) {
        Expr inverse = make.apply(ASINH_DX, x);
        return make.apply(MUL, inverse, make.apply(SQUARE, inverse));
    }
}
