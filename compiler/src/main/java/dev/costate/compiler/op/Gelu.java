package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** x Φ(x) with the normal distribution function Φ. */
final class Gelu extends Unary {
    Gelu() {
        super("gelu");
    }

    @Override
    double value(double x) {
        return Elementary.gelu(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.GELU_DX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "gelu");
    }

    @Override
    public int cost() {
        return 40;
    }
}
