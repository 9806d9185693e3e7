package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** What the laws of arithmetic need to know of signs and constants. */
final class Signs {
    private Signs() {}

    /** −x where that is at most as much work as x: what is under a minus, or a negative constant, or one times x. */
    static @Nullable Expr negated(Expr x, Exprs make) {
        if (x.isNumber()) {
            return x.number() < 0 ? make.number(-x.number()) : null;
        }
        if (x.op() == Ops.NEG) {
            return x.operand(0);
        }
        if (x.op() == Ops.DIV && isNegative(x.operand(0))) {
            return make.apply(Ops.DIV, make.number(-x.operand(0).number()), x.operand(1));
        }
        if (x.op() == Ops.MUL) {
            for (int k = 0; k < 2; k++) {
                if (isNegative(x.operand(k))) {
                    return make.apply(Ops.MUL, make.number(-x.operand(k).number()), x.operand(1 - k));
                }
            }
        }
        return null;
    }

    private static boolean isNegative(Expr x) {
        return x.isNumber() && x.number() < 0;
    }

    static boolean isNormal(double x) {
        return Math.abs(x) >= Double.MIN_NORMAL && Math.abs(x) <= Double.MAX_VALUE;
    }

    /** Whether dividing by it is just multiplying by its reciprocal. */
    static boolean isPowerOfTwo(double x) {
        return isNormal(x) && isNormal(1 / x) && Math.abs(x) == Math.scalb(1.0, Math.getExponent(x));
    }
}
