package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** ∂xʸ/∂x = y xʸ⁻¹, 0 for y = 0. */
final class PowDx extends Binary {
    PowDx() {
        super("pow_dx");
    }

    @Override
    double value(double x, double y) {
        return Elementary.powDx(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.STRONG_MUL, y, make.apply(Ops.POW_DX, x, make.apply(Ops.SUB, y, make.number(1))));
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.POW_DXY, x, y);
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
        return new Form.Call("Elementary", "powDx");
    }

    @Override
    public int cost() {
        return 45;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(0.3, 2) : new Interval(-2.5, 2.5);
    }
}
