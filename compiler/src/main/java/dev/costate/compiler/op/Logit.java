package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** log(p/(1 − p)), the inverse of sigmoid. */
final class Logit extends Unary {
    Logit() {
        super("logit");
    }

    @Override
    double value(double p) {
        return Elementary.logit(p);
    }

    @Override
    Expr derivative(Expr p, Expr result, Exprs make) {
        return make.apply(Ops.LOGIT_DX, p);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logit");
    }

    @Override
    public int cost() {
        return 35;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.1, 0.9);
    }
}
