package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/√(1 + x²) without overflow. */
final class AsinhDx extends Unary {
    AsinhDx() {
        super("asinh_dx");
    }

    @Override
    double value(double x) {
        return Elementary.asinhDx(x);
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
        return new Form.Call("Elementary", "asinhDx");
    }

    @Override
    public int cost() {
        return 10;
    }
}
