package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(1 − e⁻ˣ) for x ≤ 0. With r for it, its own derivative is r(1 − r). */
final class Log1mexpDx extends Unary {
    Log1mexpDx() {
        super("log1mexp_dx");
    }

    @Override
    double value(double x) {
        return Elementary.log1mexpDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.MUL, result, make.apply(Ops.SUB, make.number(1), result));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "log1mexpDx");
    }

    @Override
    public int cost() {
        return 25;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-3, -0.2);
    }
}
