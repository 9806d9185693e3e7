package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** ψ‴(x). */
final class Pentagamma extends Unary {
    Pentagamma() {
        super("pentagamma");
    }

    @Override
    double value(double x) {
        return Special.pentagamma(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.HEXAGAMMA, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "pentagamma");
    }

    @Override
    public int cost() {
        return 40;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.3, 6);
    }
}
