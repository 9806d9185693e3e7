package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** log(eˣ − 1) for x ≥ 0 without overflow, the inverse of softplus. */
final class Logexpm1 extends Unary {
    Logexpm1() {
        super("logexpm1");
    }

    @Override
    double value(double x) {
        return Elementary.logexpm1(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.LOGEXPM1_DX, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logexpm1");
    }

    @Override
    public int cost() {
        return 35;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 3);
    }
}
