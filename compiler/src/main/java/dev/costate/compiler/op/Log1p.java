package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** log(1 + x), with full relative accuracy near 0. */
final class Log1p extends Unary {
    Log1p() {
        super("log1p");
    }

    @Override
    double value(double x) {
        return Math.log1p(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.LOG1P_DX, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public boolean regular(double... least) {
        return least[0] > -1;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "log1p");
    }

    @Override
    public int cost() {
        return 20;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-0.8, 3);
    }
}
