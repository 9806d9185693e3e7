package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** log(1 + eˣ) without overflow. */
final class Softplus extends Unary {
    Softplus() {
        super("softplus");
    }

    @Override
    double value(double x) {
        return Elementary.softplus(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SIGMOID, x);
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "softplus");
    }

    @Override
    public int cost() {
        return 35;
    }
}
