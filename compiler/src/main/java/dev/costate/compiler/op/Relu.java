package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** max(x, 0), with derivative 0 at 0. */
final class Relu extends Unary {
    Relu() {
        super("relu");
    }

    @Override
    double value(double x) {
        return Elementary.relu(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.STEP, x);
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "relu");
    }

    @Override
    public int cost() {
        return 1;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 3);
    }
}
