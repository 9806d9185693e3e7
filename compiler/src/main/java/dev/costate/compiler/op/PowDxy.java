package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** ∂²xʸ/∂x∂y = xʸ⁻¹ (1 + y log x), at x = 0 its limit. */
final class PowDxy extends Binary {
    PowDxy() {
        super("pow_dxy");
    }

    @Override
    double value(double x, double y) {
        return Elementary.powDxy(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        Expr less = make.apply(Ops.SUB, y, make.number(1));
        return make.apply(
                Ops.ADD,
                make.apply(Ops.POW_DX, x, less),
                make.apply(Ops.STRONG_MUL, y, make.apply(Ops.POW_DXY, x, less)));
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(
                Ops.ADD,
                make.apply(Ops.STRONG_MUL, result, make.apply(Ops.LOG, x)),
                make.apply(Ops.POW_DY, x, make.apply(Ops.SUB, y, make.number(1))));
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
        return new Form.Call("Elementary", "powDxy");
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
