package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** 1 for x &gt; 0, else eˣ. */
final class EluDx extends Unary {
    EluDx() {
        super("elu_dx");
    }

    @Override
    double value(double x) {
        return Elementary.eluDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.MUL, result, make.apply(Ops.SUB, make.number(1), make.apply(Ops.STEP, x)));
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "eluDx");
    }

    @Override
    public int cost() {
        return 15;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-3, -0.2);
    }
}
