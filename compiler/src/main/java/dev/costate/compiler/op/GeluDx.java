package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** Φ(x) + x φ(x), the derivative of gelu. */
final class GeluDx extends Unary {
    GeluDx() {
        super("gelu_dx");
    }

    @Override
    double value(double x) {
        return Elementary.geluDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(
                Ops.STRONG_MUL,
                make.apply(Ops.NORMPDF, x),
                make.apply(Ops.SUB, make.number(2), make.apply(Ops.SQUARE, x)));
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "geluDx");
    }

    @Override
    public int cost() {
        return 60;
    }
}
