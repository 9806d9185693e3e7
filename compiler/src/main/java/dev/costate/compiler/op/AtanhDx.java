package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(1 − x²), accurate near 1; NaN beyond, where atanh is. */
final class AtanhDx extends Unary {
    AtanhDx() {
        super("atanh_dx");
    }

    @Override
    double value(double x) {
        return Elementary.atanhDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.MUL, make.number(2), make.apply(Ops.MUL, make.apply(Ops.MUL, x, result), result));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "atanhDx");
    }

    @Override
    public int cost() {
        return 6;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-0.8, 0.8);
    }
}
