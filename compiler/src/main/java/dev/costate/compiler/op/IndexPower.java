package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import org.jspecify.annotations.Nullable;

/**
 * A power whose exponent is an integer, or its derivative by the base: both are made of powers.
 *
 * @param base what is multiplied
 * @param exponent how often
 * @param derivative whether it is the derivative
 */
public record IndexPower(Expr base, Poly exponent, boolean derivative) {
    /** Exponents that derivatives make are not this far from those of the model. */
    private static final double MOST = 1000;

    /** What a node is, null if it is no such power. */
    public static @Nullable IndexPower of(Expr node) {
        boolean derivative = Powers.POW_DX.equals(node.op());
        Poly exponent = derivative || Powers.POW.equals(node.op()) ? integer(node.operand(1)) : null;
        return exponent == null ? null : new IndexPower(node.operand(0), exponent, derivative);
    }

    /** The integer that an exponent is, also one less a number, as derivatives of derivatives have; else null. */
    private static @Nullable Poly integer(Expr exponent) {
        Expr whole = exponent;
        double less = 0;
        while (Arithmetic.SUB.equals(whole.op()) && whole.operand(1).isNumber()) {
            less += whole.operand(1).number();
            whole = whole.operand(0);
        }
        boolean isWhole = less == Math.rint(less) && Math.abs(less) <= MOST;
        return isWhole && whole.head() instanceof Expr.Head.Whole integer
                ? integer.value().plus(-(long) less)
                : null;
    }

    /** A power of a base whose exponent is a number. */
    public static Expr of(Exprs make, Expr base, long exponent) {
        return exponent == 1 ? base : make.apply(Powers.POW, base, make.number((double) exponent));
    }

    /** The exponent of the power of the base that it is a multiple of. */
    public Poly needed() {
        return derivative ? exponent.plus(-1) : exponent;
    }

    /**
     * The same by that power.
     *
     * @param nonZero whether the exponent is not 0, which only a derivative asks; null if it never is
     */
    public Expr by(Exprs make, Expr power, @Nullable Expr nonZero) {
        if (!derivative) {
            return power;
        }
        Expr product = make.apply(Arithmetic.MUL, make.integer(exponent), power);
        return nonZero == null ? product : make.choose(nonZero, product, make.number(0));
    }
}
