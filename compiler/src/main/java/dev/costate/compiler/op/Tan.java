package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The tangent. */
final class Tan extends Unary {
    Tan() {
        super("tan");
    }

    @Override
    double value(double x) {
        return Math.tan(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ADD, make.number(1), make.apply(Ops.SQUARE, result));
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "tan");
    }

    @Override
    public int cost() {
        return 25;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-1, 1);
    }
}
