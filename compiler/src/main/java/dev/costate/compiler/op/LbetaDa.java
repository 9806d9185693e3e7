package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** ψ(a) − ψ(a + b) without cancellation. */
final class LbetaDa extends Binary {
    LbetaDa() {
        super("lbeta_da");
    }

    @Override
    double value(double a, double b) {
        return Special.lbetaDa(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.LBETA_DAA, a, b);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.TRIGAMMA, make.apply(Ops.ADD, a, b)));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "lbetaDa");
    }

    @Override
    public int cost() {
        return 60;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.3, 5);
    }
}
