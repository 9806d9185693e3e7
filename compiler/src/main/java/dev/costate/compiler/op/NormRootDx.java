package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(2√s), 0 at 0. */
final class NormRootDx extends Unary {
    NormRootDx() {
        super("norm_root_dx");
    }

    @Override
    double value(double s) {
        return Elementary.normRootDx(s);
    }

    @Override
    Expr derivative(Expr s, Expr result, Exprs make) {
        return make.apply(Ops.MUL, make.number(-2), make.apply(Ops.MUL, result, make.apply(Ops.SQUARE, result)));
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "normRootDx");
    }

    @Override
    public int cost() {
        return 6;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 5);
    }
}
