package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** log B(a, b) without the cancellation of lgamma(a) + lgamma(b) − lgamma(a + b). */
final class Lbeta extends Binary {
    Lbeta() {
        super("lbeta");
    }

    @Override
    double value(double a, double b) {
        return Special.lbeta(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.LBETA_DA, a, b);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.LBETA_DA, b, a);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "lbeta");
    }

    @Override
    public int cost() {
        return 80;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.3, 5);
    }
}
