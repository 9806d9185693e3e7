package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(1 − e⁻ˣ) for x ≥ 0. */
final class Logexpm1Dx extends Unary {
    Logexpm1Dx() {
        super("logexpm1_dx");
    }

    @Override
    double value(double x) {
        return Elementary.logexpm1Dx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.DIV, result, make.apply(Ops.EXPM1, x)));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logexpm1Dx");
    }

    @Override
    public int cost() {
        return 25;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 3);
    }
}
