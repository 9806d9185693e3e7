package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** The angle of the point (x, y), −π to π. */
final class Atan2 extends Binary {
    Atan2() {
        super("atan2");
    }

    @Override
    double value(double y, double x) {
        return Math.atan2(y, x);
    }

    @Override
    Expr byFirst(Expr y, Expr x, Expr result, Exprs make) {
        return make.apply(Ops.OVER_SQUARES, x, y);
    }

    @Override
    Expr bySecond(Expr y, Expr x, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.OVER_SQUARES, y, x));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "atan2");
    }

    @Override
    public int cost() {
        return 35;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-2, 2) : new Interval(0.3, 3);
    }
}
