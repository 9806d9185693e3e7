package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** 1 − erf(x), with full relative accuracy for large x. */
final class Erfc extends Unary {
    Erfc() {
        super("erfc");
    }

    @Override
    double value(double x) {
        return Special.erfc(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.ERF_DX, x));
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "erfc");
    }

    @Override
    public int cost() {
        return 30;
    }
}
