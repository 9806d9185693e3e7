package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** eˣ. */
final class Exp extends Unary {
    Exp() {
        super("exp");
    }

    @Override
    double value(double x) {
        return Math.exp(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return result;
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public boolean overflows() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "exp");
    }

    @Override
    public int cost() {
        return 15;
    }
}
