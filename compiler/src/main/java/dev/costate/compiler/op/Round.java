package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** The nearest whole number, of two the even one. */
final class Round extends Unary {
    Round() {
        super("round");
    }

    @Override
    double value(double x) {
        return Math.rint(x);
    }

    @Override
    @Nullable
    Expr derivative(Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "rint");
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
