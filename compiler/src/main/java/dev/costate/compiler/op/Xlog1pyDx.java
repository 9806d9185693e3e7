package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** log(1 + y), but 0 where x = 0 and that is −∞ or NaN. */
final class Xlog1pyDx extends Binary {
    Xlog1pyDx() {
        super("xlog1py_dx");
    }

    @Override
    double value(double x, double y) {
        return Elementary.xlog1pyDx(x, y);
    }

    @Override
    @Nullable
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        return null;
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.LOG1P_DX, y);
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
        return new Form.Call("Elementary", "xlog1pyDx");
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
