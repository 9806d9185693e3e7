package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The inverse of sin. */
final class Asin extends Unary {
    Asin() {
        super("asin");
    }

    @Override
    double value(double x) {
        return Math.asin(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ASIN_DX, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public boolean steep() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "asin");
    }

    @Override
    public int cost() {
        return 25;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-0.8, 0.8);
    }
}
