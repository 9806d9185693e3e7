package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** x log y, 0 where x = 0. */
final class Xlogy extends Binary {
    Xlogy() {
        super("xlogy");
    }

    @Override
    double value(double x, double y) {
        return Elementary.xlogy(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.XLOGY_DX, x, y);
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.XLOGY_DY, x, y);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "xlogy");
    }

    @Override
    public int cost() {
        return 17;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-2, 2) : new Interval(0.3, 3);
    }
}
