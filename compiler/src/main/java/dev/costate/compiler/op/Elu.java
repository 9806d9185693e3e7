package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** x for x &gt; 0, else eˣ − 1. */
final class Elu extends Unary {
    Elu() {
        super("elu");
    }

    @Override
    double value(double x) {
        return Elementary.elu(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ELU_DX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "elu");
    }

    @Override
    public int cost() {
        return 20;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-3, -0.2);
    }
}
