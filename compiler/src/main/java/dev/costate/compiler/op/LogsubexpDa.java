package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(1 − eᵇ⁻ᵃ). */
final class LogsubexpDa extends Binary {
    LogsubexpDa() {
        super("logsubexp_da");
    }

    @Override
    double value(double a, double b) {
        return Elementary.logsubexpDa(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.MUL, result, make.apply(Ops.LOGSUBEXP_DB, a, b));
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.MUL, result, make.apply(Ops.LOGSUBEXP_DB, a, b)));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logsubexpDa");
    }

    @Override
    public int cost() {
        return 25;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(1, 3) : new Interval(-2, 0.5);
    }
}
