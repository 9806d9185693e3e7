package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(p(1 − p)); NaN outside of 0 to 1, where logit is. */
final class LogitDx extends Unary {
    LogitDx() {
        super("logit_dx");
    }

    @Override
    double value(double p) {
        return Elementary.logitDx(p);
    }

    @Override
    Expr derivative(Expr p, Expr result, Exprs make) {
        return make.apply(
                Ops.MUL,
                make.apply(Ops.SUB, make.apply(Ops.MUL, make.number(2), p), make.number(1)),
                make.apply(Ops.SQUARE, result));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logitDx");
    }

    @Override
    public int cost() {
        return 6;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.1, 0.9);
    }
}
