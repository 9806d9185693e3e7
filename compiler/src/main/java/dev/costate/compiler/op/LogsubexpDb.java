package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(1 − eᵃ⁻ᵇ). */
final class LogsubexpDb extends Binary {
    LogsubexpDb() {
        super("logsubexp_db");
    }

    @Override
    double value(double a, double b) {
        return Elementary.logsubexpDb(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.MUL, result, make.apply(Ops.LOGSUBEXP_DA, a, b)));
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.MUL, result, make.apply(Ops.LOGSUBEXP_DA, a, b));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logsubexpDb");
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
