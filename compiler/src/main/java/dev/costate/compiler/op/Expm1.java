package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** eˣ − 1, with full relative accuracy near 0. */
final class Expm1 extends Unary {
    Expm1() {
        super("expm1");
    }

    @Override
    double value(double x) {
        return Math.expm1(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.EXP, x);
    }

    @Override
    public boolean overflows() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "expm1");
    }

    @Override
    public int cost() {
        return 20;
    }
}
