package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** a b, but 0 where a is 0, whatever b: what doesn't matter has no derivative. */
final class StrongMul extends ZeroPreserving {
    StrongMul() {
        super("strong_mul");
    }

    @Override
    double value(double a, double b) {
        return Elementary.strongProduct(a, b);
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (a.isNumber()) {
            return isZero(a) ? make.number(0) : make.apply(Ops.MUL, a, b);
        }
        Expr sign = Mul.signOutside(Ops.STRONG_MUL, a, b, make);
        if (sign != null) {
            return sign;
        }
        return isFinite(b) ? make.apply(Ops.MUL, a, b) : null;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "strongProduct");
    }
}
