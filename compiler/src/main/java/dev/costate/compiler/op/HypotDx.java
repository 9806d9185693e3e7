package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** ∂√(x² + y²)/∂x = x/√(x² + y²), 0 at the origin. */
final class HypotDx extends Binary {
    HypotDx() {
        super("hypot_dx");
    }

    @Override
    double value(double x, double y) {
        return Elementary.hypotDx(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(
                Ops.STRONG_MUL,
                make.apply(Ops.SQUARE, make.apply(Ops.HYPOT_DX, y, x)),
                make.apply(Ops.DIV, make.number(1), make.apply(Ops.HYPOT, x, y)));
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(
                Ops.STRONG_MUL,
                make.apply(Ops.NEG, make.apply(Ops.MUL, result, make.apply(Ops.HYPOT_DX, y, x))),
                make.apply(Ops.DIV, make.number(1), make.apply(Ops.HYPOT, x, y)));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "hypotDx");
    }

    @Override
    public int cost() {
        return 35;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(0.2, 3) : new Interval(-3, -0.2);
    }
}
