package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** x log(1 + y), 0 where x = 0. */
final class Xlog1py extends Binary {
    Xlog1py() {
        super("xlog1py");
    }

    @Override
    double value(double x, double y) {
        return Elementary.xlog1py(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.XLOG1PY_DX, x, y);
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.XLOG1PY_DY, x, y);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "xlog1py");
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
