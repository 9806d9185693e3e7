package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** log |Γ(x)|. */
final class Lgamma extends Unary {
    Lgamma() {
        super("lgamma");
    }

    @Override
    double value(double x) {
        return Special.lgamma(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.DIGAMMA, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "lgamma");
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
