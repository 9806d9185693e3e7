package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The natural logarithm. */
final class Log extends Unary {
    Log() {
        super("log");
    }

    @Override
    double value(double x) {
        return Math.log(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.LOG_DX, x);
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
        return new Form.Call("Math", "log");
    }

    @Override
    public int cost() {
        return 15;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 5);
    }
}
