package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** log(1 − eˣ) for x ≤ 0, accurate near 0 and far from it. */
final class Log1mexp extends Unary {
    Log1mexp() {
        super("log1mexp");
    }

    @Override
    double value(double x) {
        return Elementary.log1mexp(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.LOG1MEXP_DX, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "log1mexp");
    }

    @Override
    public int cost() {
        return 35;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-3, -0.2);
    }
}
