package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(1 + e⁻ˣ). */
final class Sigmoid extends Unary {
    Sigmoid() {
        super("sigmoid");
    }

    @Override
    double value(double x) {
        return Elementary.sigmoid(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SIGMOID_DX, x);
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "sigmoid");
    }

    @Override
    public int cost() {
        return 20;
    }
}
