package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1/(3 ∛x²), infinite at 0, as its own derivative is there. */
final class CbrtDx extends Unary {
    CbrtDx() {
        super("cbrt_dx");
    }

    @Override
    double value(double x) {
        return Elementary.cbrtDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.DIV, make.apply(Ops.MUL, make.number(-2.0 / 3), result), x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public boolean regular(double... least) {
        return least[0] > 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "cbrtDx");
    }

    @Override
    public int cost() {
        return 25;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 5);
    }
}
