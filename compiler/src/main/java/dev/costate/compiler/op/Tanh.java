package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The hyperbolic tangent. */
final class Tanh extends Unary {
    Tanh() {
        super("tanh");
    }

    @Override
    double value(double x) {
        return Math.tanh(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SECH2, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "tanh");
    }

    @Override
    public int cost() {
        return 25;
    }
}
