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
        // From x f″ + 2 f′ + x f = 0, derived once more.
        Expr first = make.apply(Ops.MUL, x, make.apply(Ops.SINC_DX, x));
        Expr sum = make.apply(Ops.ADD, make.apply(Ops.MUL, make.number(3), result), first);
        return make.apply(Ops.NEG, make.apply(Ops.DIV, make.apply(Ops.ADD, sum, make.apply(Ops.SINC, x)), x));
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
