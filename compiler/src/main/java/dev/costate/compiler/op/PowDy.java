package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** ∂xʸ/∂y = xʸ log x, at x = 0 its limit. */
final class PowDy extends Binary {
    PowDy() {
        super("pow_dy");
    }

    @Override
    double value(double x, double y) {
        return Elementary.powDy(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.POW_DXY, x, y);
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.STRONG_MUL, result, make.apply(Ops.LOG, x));
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
        return new Form.Call("Elementary", "powDy");
    }

    @Override
    public int cost() {
        return 60;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(0.3, 2) : new Interval(-2.5, 2.5);
    }
}
