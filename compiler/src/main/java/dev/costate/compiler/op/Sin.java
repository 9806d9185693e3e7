package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The sine. */
final class Sin extends Unary {
    Sin() {
        super("sin");
    }

    @Override
    double value(double x) {
        return Math.sin(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.COS, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "sin");
    }

    @Override
    public int cost() {
        return 15;
    }
}
