package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** x/(1 + y), but 0 where x = 0, and NaN where log(1 + y) is. */
final class Xlog1pyDy extends Binary {
    Xlog1pyDy() {
        super("xlog1py_dy");
    }

    @Override
    double value(double x, double y) {
        return Elementary.xlog1pyDy(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.LOG1P_DX, y);
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.STRONG_MUL, make.apply(Ops.NEG, result), make.apply(Ops.LOG1P_DX, y));
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
        return new Form.Call("Elementary", "xlog1pyDy");
    }

    @Override
    public int cost() {
        return 6;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-2, 2) : new Interval(0.3, 3);
    }
}
