package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** d sinc(x)/dx. */
final class SincDx extends Unary {
    SincDx() {
        super("sinc_dx");
    }

    @Override
    double value(double x) {
        return Special.sincDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SINC_DXX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "sincDx");
    }

    @Override
    public int cost() {
        return 20;
    }
}
