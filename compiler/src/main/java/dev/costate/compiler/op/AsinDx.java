package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/√((1 − x)(1 + x)): 1 − x² would cancel near 1. Its own derivative is x times its cube. */
final class AsinDx extends Unary {
    AsinDx() {
        super("asin_dx");
    }

    @Override
    double value(double x) {
        return Elementary.asinDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.MUL, x, make.apply(Ops.MUL, result, make.apply(Ops.SQUARE, result)));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "asinDx");
    }

    @Override
    public int cost() {
        return 10;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-0.8, 0.8);
    }
}
