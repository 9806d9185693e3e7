package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** √(x² + y²) without overflow. */
final class Hypot extends Binary {
    Hypot() {
        super("hypot");
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    double value(double x, double y) {
        return Math.hypot(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.HYPOT_DX, x, y);
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.HYPOT_DX, y, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "hypot");
    }

    @Override
    public int cost() {
        return 30;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(0.2, 3) : new Interval(-3, -0.2);
    }
}
