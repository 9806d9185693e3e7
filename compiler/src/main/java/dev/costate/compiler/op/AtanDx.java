package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(1 + x²). */
final class AtanDx extends Unary {
    AtanDx() {
        super("atan_dx");
    }

    @Override
    double value(double x) {
        return Elementary.atanDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        // (x r) r, since r² may underflow.
        return make.apply(Ops.MUL, make.number(-2), make.apply(Ops.MUL, make.apply(Ops.MUL, x, result), result));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "atanDx");
    }

    @Override
    public int cost() {
        return 6;
    }
}
