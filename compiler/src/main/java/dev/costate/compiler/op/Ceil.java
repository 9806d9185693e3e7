package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** The next whole number up. */
final class Ceil extends Unary {
    Ceil() {
        super("ceil");
    }

    @Override
    double value(double x) {
        return Math.ceil(x);
    }

    @Override
    @Nullable
    Expr derivative(Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "ceil");
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
