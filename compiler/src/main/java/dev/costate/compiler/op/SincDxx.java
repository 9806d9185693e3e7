package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** d² sinc(x)/dx². */
final class SincDxx extends Unary {
    SincDxx() {
        super("sinc_dxx");
    }

    @Override
    double value(double x) {
        return Special.sincDxx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SINC_DN, make.number(3), x);
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "sincDxx");
    }

    @Override
    public int cost() {
        return 20;
    }
}
