package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The inverse of tan. */
final class Atan extends Unary {
    Atan() {
        super("atan");
    }

    @Override
    double value(double x) {
        return Math.atan(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ATAN_DX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "atan");
    }

    @Override
    public int cost() {
        return 25;
    }
}
