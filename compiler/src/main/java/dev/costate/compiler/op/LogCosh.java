package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** log cosh x without overflow. */
final class LogCosh extends Unary {
    LogCosh() {
        super("log_cosh");
    }

    @Override
    double value(double x) {
        return Elementary.logCosh(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.TANH, x);
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logCosh");
    }

    @Override
    public int cost() {
        return 40;
    }
}
