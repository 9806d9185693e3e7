package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(1 + x), but NaN for x &lt; −1, where log1p is. */
final class Log1pDx extends Unary {
    Log1pDx() {
        super("log1p_dx");
    }

    @Override
    double value(double x) {
        return Elementary.log1pDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.SQUARE, result));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "log1pDx");
    }

    @Override
    public int cost() {
        return 5;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-0.8, 3);
    }
}
