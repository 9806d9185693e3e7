package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** log(eᵃ + eᵇ) without overflow. */
final class Logaddexp extends Binary {
    Logaddexp() {
        super("logaddexp");
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    double value(double a, double b) {
        return Elementary.logaddexp(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.LOGADDEXP_DA, a, b);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.LOGADDEXP_DA, b, a);
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logaddexp");
    }

    @Override
    public int cost() {
        return 40;
    }
}
