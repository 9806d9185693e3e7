package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** ψ′(x), but NaN where ψ(x) is. */
final class DigammaDx extends Unary {
    DigammaDx() {
        super("digamma_dx");
    }

    @Override
    double value(double x) {
        return Special.digammaDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.TETRAGAMMA, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "digammaDx");
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
