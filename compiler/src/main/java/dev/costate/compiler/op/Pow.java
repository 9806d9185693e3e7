package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** xʸ. By a small whole constant: multiplications, so that there is no logarithm. */
final class Pow extends Binary {
    Pow() {
        super("pow");
    }

    @Override
    double value(double x, double y) {
        return Elementary.pow(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        // Where y − 1 is rounded, the power of it would not be exact enough.
        boolean exact = y.isNumber() && y.number() - 1 + 1 == y.number();
        return exact
                ? make.apply(Ops.MUL, y, make.apply(Ops.POW, x, make.apply(Ops.SUB, y, make.number(1))))
                : make.apply(Ops.POW_DX, x, y);
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return x.isNumber() && x.number() > 0
                ? make.apply(Ops.MUL, result, make.number(Math.log(x.number())))
                : make.apply(Ops.POW_DY, x, y);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public boolean regular(double... least) {
        return least[0] > 0 || least[1] >= 1;
    }

    @Override
    public boolean steep() {
        return true;
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Expr y, Exprs make) {
        return y.isNumber() ? Powers.simplest(x, y.number(), make) : null;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "pow");
    }

    @Override
    public int cost() {
        return 40;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(0.3, 2) : new Interval(-2.5, 2.5);
    }
}
