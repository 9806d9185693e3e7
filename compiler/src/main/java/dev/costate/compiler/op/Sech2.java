package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1 − tanh² = 1/cosh², where the former would be 0 from 19 on. */
final class Sech2 extends Unary {
    Sech2() {
        super("sech2");
    }

    @Override
    double value(double x) {
        return Elementary.sech2(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.MUL, make.number(-2), make.apply(Ops.MUL, make.apply(Ops.TANH, x), result));
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "sech2");
    }

    @Override
    public int cost() {
        return 25;
    }
}
