package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** log(eᵃ − eᵇ) for a ≥ b without overflow. */
final class Logsubexp extends Binary {
    Logsubexp() {
        super("logsubexp");
    }

    @Override
    double value(double a, double b) {
        return Elementary.logsubexp(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.LOGSUBEXP_DA, a, b);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.LOGSUBEXP_DB, a, b);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logsubexp");
    }

    @Override
    public int cost() {
        return 40;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(1, 3) : new Interval(-2, 0.5);
    }
}
