package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** ψ⁗(x): five derivatives of lgamma are enough for the Hessian of any operation of the language. */
final class Hexagamma extends Unary {
    Hexagamma() {
        super("hexagamma");
    }

    @Override
    double value(double x) {
        return Special.hexagamma(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.POLYGAMMA, make.number(5), x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "hexagamma");
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
