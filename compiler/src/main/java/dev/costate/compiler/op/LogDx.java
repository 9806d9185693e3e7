package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/|x|, but NaN for x &lt; 0, where the logarithm is. */
final class LogDx extends Unary {
    LogDx() {
        super("log_dx");
    }

    @Override
    double value(double x) {
        return Elementary.logDx(x);
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
    public boolean regular(double... least) {
        return least[0] > 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logDx");
    }

    @Override
    public int cost() {
        return 5;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 5);
    }
}
