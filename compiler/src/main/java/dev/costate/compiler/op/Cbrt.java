package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** ∛x. */
final class Cbrt extends Unary {
    Cbrt() {
        super("cbrt");
    }

    @Override
    double value(double x) {
        return Math.cbrt(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.CBRT_DX, x);
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
    public boolean steep() {
        return true;
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "cbrt");
    }

    @Override
    public int cost() {
        return 20;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 5);
    }
}
