package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** Whole powers as they stand in the graph: squares and products, by the binary digits of the exponent. */
public final class WholePowers {
    /** The exponent is 1 for what is no power. */
    public record Power(Expr base, long exponent) {}

    private static final int GREATEST = 16;
    /** How many squares within squares are looked through. */
    private static final int DEEPEST = 10;

    private WholePowers() {}

    /** xⁿ for a constant n without a call of pow, or null where that would be many multiplications. */
    static @Nullable Expr simplest(Expr x, double n, Exprs make) {
        if (n == 0) {
            return make.number(1);
        }
        if (n == 0.5 || n == -0.5) {
            Expr root = make.apply(Roots.SQRT, x);
            return n > 0 ? root : make.apply(Quotients.DIV, make.number(1), root);
        }
        if (n != Math.rint(n) || Math.abs(n) > GREATEST) {
            return null;
        }
        // (1/x)ⁿ and not 1/xⁿ: the derivative of that overflows before its own value does.
        return product(n > 0 ? x : make.apply(Quotients.DIV, make.number(1), x), (int) Math.abs(n), make);
    }

    /** xⁿ for n ≥ 1 by multiplications. */
    private static Expr product(Expr x, int n, Exprs make) {
        if (n == 1) {
            return x;
        }
        Expr even = make.apply(Arithmetic.SQUARE, product(x, n / 2, make));
        return n % 2 == 0 ? even : make.apply(Arithmetic.MUL, x, even);
    }

    /**
     * What the expression is a power of: for laws, such as that of log xⁿ, that need to see x¹⁰ where it was written.
     */
    public static Power of(Expr x) {
        return of(x, DEEPEST);
    }

    private static Power of(Expr x, int depth) {
        Expr even = x;
        Expr factor = x;
        if (x.op() == Arithmetic.MUL) {
            boolean first =
                    x.operand(0).op() == Arithmetic.SQUARE && x.operand(1).op() != Arithmetic.SQUARE;
            even = x.operand(first ? 0 : 1);
            factor = x.operand(first ? 1 : 0);
        }
        if (even.op() != Arithmetic.SQUARE || depth == 0) {
            return new Power(x, 1);
        }
        Power half = of(even.operand(0), depth - 1);
        if (x == even) {
            return new Power(half.base(), 2 * half.exponent());
        }
        return half.base() == factor ? new Power(factor, 2 * half.exponent() + 1) : new Power(x, 1);
    }
}
