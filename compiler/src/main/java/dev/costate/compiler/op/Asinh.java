package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** The inverse of sinh. */
final class Asinh extends Unary {
    Asinh() {
        super("asinh");
    }

    @Override
    double value(double x) {
        return Elementary.asinh(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ASINH_DX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "asinh");
    }

    @Override
    public int cost() {
        return 30;
    }
}
