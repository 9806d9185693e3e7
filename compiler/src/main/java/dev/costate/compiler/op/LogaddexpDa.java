package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** sigmoid(a − b), the part of eᵃ + eᵇ that is eᵃ: ½ for two +∞, 0 for two −∞. */
final class LogaddexpDa extends Binary {
    LogaddexpDa() {
        super("logaddexp_da");
    }

    @Override
    double value(double a, double b) {
        return Elementary.logaddexpDa(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.MUL, result, make.apply(Ops.LOGADDEXP_DA, b, a));
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.MUL, result, make.apply(Ops.LOGADDEXP_DA, b, a)));
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logaddexpDa");
    }

    @Override
    public int cost() {
        return 22;
    }
}
