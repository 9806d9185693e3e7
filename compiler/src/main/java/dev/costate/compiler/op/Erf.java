package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** The error function. */
final class Erf extends Unary {
    Erf() {
        super("erf");
    }

    @Override
    double value(double x) {
        return Special.erf(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ERF_DX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "erf");
    }

    @Override
    public int cost() {
        return 30;
    }
}
