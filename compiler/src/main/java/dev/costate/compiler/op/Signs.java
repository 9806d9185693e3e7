package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import org.jspecify.annotations.Nullable;

/** What the laws of arithmetic need to know of constants and signs. */
final class Signs {
    private Signs() {}

    /** −x where that is at most as much work as x: what is under a minus, or a negative constant, or one times x. */
    static @Nullable Expr negated(Expr x, Exprs make) {
        if (x.isNumber()) {
            return x.number() < 0 ? make.number(-x.number()) : null;
        }
        if (x.op() == Arithmetic.NEG) {
            return x.operand(0);
        }
        if (x.op() == Quotients.DIV && isNegative(x.operand(0))) {
            return make.apply(Quotients.DIV, make.number(-x.operand(0).number()), x.operand(1));
        }
        if (x.op() == Arithmetic.MUL) {
            for (int k = 0; k < 2; k++) {
                if (isNegative(x.operand(k))) {
                    return make.apply(Arithmetic.MUL, make.number(-x.operand(k).number()), x.operand(1 - k));
                }
            }
        }
        return null;
    }

    private static boolean isNegative(Expr x) {
        return x.isNumber() && x.number() < 0;
    }

    /** c x where that is simpler than a product of the two. */
    static @Nullable Expr scaled(double c, Expr x, Exprs make) {
        if (c == 1) {
            return x;
        }
        if (c == -1) {
            return make.apply(Arithmetic.NEG, x);
        }
        if (x.op() == Arithmetic.NEG) {
            return make.apply(Arithmetic.MUL, make.number(-c), x.operand(0));
        }
        if (x.op() != Arithmetic.MUL) {
            return null;
        }
        for (int k = 0; k < 2; k++) {
            if (x.operand(k).isNumber() && isNormal(c * x.operand(k).number())) {
                return make.apply(Arithmetic.MUL, make.number(c * x.operand(k).number()), x.operand(1 - k));
            }
        }
        return null;
    }

    /** A product with the sign of a factor before it, or null if none has one. */
    static @Nullable Expr outside(Op product, Expr a, Expr b, Exprs make) {
        if (a.op() == Arithmetic.NEG) {
            return make.apply(Arithmetic.NEG, make.apply(product, a.operand(0), b));
        }
        return b.op() == Arithmetic.NEG ? make.apply(Arithmetic.NEG, make.apply(product, a, b.operand(0))) : null;
    }

    static boolean isZero(Expr x) {
        return x.isNumber() && x.number() == 0;
    }

    static boolean isNormal(double x) {
        return Math.abs(x) >= Double.MIN_NORMAL && Math.abs(x) <= Double.MAX_VALUE;
    }

    /** Whether dividing by it is just multiplying by its reciprocal. */
    static boolean isPowerOfTwo(double x) {
        return isNormal(x) && isNormal(1 / x) && Math.abs(x) == Math.scalb(1.0, Math.getExponent(x));
    }
}
