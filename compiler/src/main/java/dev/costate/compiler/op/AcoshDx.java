package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/√(x² − 1), accurate near 1. */
final class AcoshDx extends Unary {
    AcoshDx() {
        super("acosh_dx");
    }

    @Override
    double value(double x) {
        return Elementary.acoshDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(
                Ops.NEG, make.apply(Ops.MUL, make.apply(Ops.MUL, make.apply(Ops.MUL, x, result), result), result));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "acoshDx");
    }

    @Override
    public int cost() {
        return 15;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(1.3, 4);
    }
}
