package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** x for x ≤ 0, else 0; at 0 the derivative is 1, as what it is multiplied by counts there. */
final class LeakyReluDs extends Unary {
    LeakyReluDs() {
        super("leaky_relu_ds");
    }

    @Override
    double value(double x) {
        return Elementary.leakyReluDslope(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SUB, make.number(1), make.apply(Ops.STEP, x));
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "leakyReluDslope");
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-3, -0.2);
    }
}
