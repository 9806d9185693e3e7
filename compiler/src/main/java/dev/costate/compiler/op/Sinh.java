package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The hyperbolic sine. */
final class Sinh extends Unary {
    Sinh() {
        super("sinh");
    }

    @Override
    double value(double x) {
        return Math.sinh(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.COSH, x);
    }

    @Override
    public boolean overflows() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "sinh");
    }

    @Override
    public int cost() {
        return 25;
    }
}
