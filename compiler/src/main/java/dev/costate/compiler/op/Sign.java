package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** −1, 0 or 1; a zero stays what it is. */
final class Sign extends Unary {
    Sign() {
        super("sign");
    }

    @Override
    double value(double x) {
        return Math.signum(x);
    }

    @Override
    @Nullable
    Expr derivative(Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "signum");
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.1, 0.4);
    }
}
