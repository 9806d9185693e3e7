package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** x sigmoid(x). */
final class Silu extends Unary {
    Silu() {
        super("silu");
    }

    @Override
    double value(double x) {
        return Elementary.silu(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SILU_DX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "silu");
    }

    @Override
    public int cost() {
        return 20;
    }
}
