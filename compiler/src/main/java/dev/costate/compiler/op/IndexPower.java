package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A power whose exponent is an integer, or its derivative by the base: both are made of powers.
 *
 * @param base what is multiplied
 * @param exponent how often
 * @param derivative whether it is the derivative
 */
public record IndexPower(Expr base, Poly exponent, boolean derivative) {
    /** What a node is, null if it is no such power. */
    public static @Nullable IndexPower of(Expr node) {
        boolean derivative = Powers.POW_DX.equals(node.op());
        return (derivative || Powers.POW.equals(node.op())) && node.operand(1).head() instanceof Expr.Head.Whole integer
                ? new IndexPower(node.operand(0), integer.value(), derivative)
                : null;
    }

    /**
     * The same by powers of the base, asked for where their exponent is at least 0; that of this one is, too.
     *
     * @param isPositive whether it is known to be at least 1
     */
    public Expr by(Exprs make, boolean isPositive, Function<Poly, Expr> power) {
        if (!derivative) {
            return power.apply(exponent);
        }
        Expr product = make.apply(Arithmetic.MUL, make.integer(exponent), power.apply(exponent.plus(-1)));
        Expr some = make.apply(Comparisons.LT, make.number(0), make.integer(exponent));
        return isPositive ? product : make.choose(some, product, make.number(0));
    }
}
