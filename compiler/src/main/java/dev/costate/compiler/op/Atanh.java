package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** The inverse of tanh. */
final class Atanh extends Unary {
    Atanh() {
        super("atanh");
    }

    @Override
    double value(double x) {
        return Elementary.atanh(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ATANH_DX, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "atanh");
    }

    @Override
    public int cost() {
        return 25;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-0.8, 0.8);
    }
}
