package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** sin(x)/x, 1 at 0. */
final class Sinc extends Unary {
    Sinc() {
        super("sinc");
    }

    @Override
    double value(double x) {
        return Special.sinc(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SINC_DX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "sinc");
    }

    @Override
    public int cost() {
        return 20;
    }
}
