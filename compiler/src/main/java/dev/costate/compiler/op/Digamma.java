package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** ψ(x), the derivative of lgamma. */
final class Digamma extends Unary {
    Digamma() {
        super("digamma");
    }

    @Override
    double value(double x) {
        return Special.digamma(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.DIGAMMA_DX, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "digamma");
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
