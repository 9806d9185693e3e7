package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** The inverse of cosh for x ≥ 1. */
final class Acosh extends Unary {
    Acosh() {
        super("acosh");
    }

    @Override
    double value(double x) {
        return Elementary.acosh(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ACOSH_DX, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public boolean steep() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "acosh");
    }

    @Override
    public int cost() {
        return 30;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(1.3, 4);
    }
}
