package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** a b, but 0 where either is 0: what does not move has no effect, and what has no effect may move as it likes. */
final class ZeroMul extends ZeroPreserving {
    ZeroMul() {
        super("zero_mul");
    }

    @Override
    double value(double a, double b) {
        return Elementary.zeroProduct(a, b);
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (isZero(a) || isZero(b)) {
            return make.number(0);
        }
        return isFinite(a) || isFinite(b) ? make.apply(Ops.MUL, a, b) : Mul.signOutside(Ops.ZERO_MUL, a, b, make);
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "zeroProduct");
    }
}
