package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** f ∂(x/y)/∂x = f/y, but 0 where f is 0 or y infinite, and NaN where x/y is. */
final class DivAlong extends Ternary {
    DivAlong() {
        super("div_along");
    }

    @Override
    double value(double f, double x, double y) {
        return Elementary.divAlong(f, x, y);
    }

    @Override
    Expr byFirst(Expr f, Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.DIV_DX, x, y);
    }

    @Override
    @Nullable
    Expr bySecond(Expr f, Expr x, Expr y, Expr result, Exprs make) {
        return null;
    }

    @Override
    Expr byThird(Expr f, Expr x, Expr y, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.DIV, result, y));
    }

    /** As of a quotient. */
    @Override
    @Nullable
    public Expr ratio(int k, List<Expr> a, Expr result, Exprs make) {
        return k == 2 ? make.apply(Ops.NEG, result) : null;
    }

    @Override
    @Nullable
    public Expr along(int k, Expr factor, List<Expr> a, Exprs make) {
        return k > 0 ? null : make.apply(this, factor, a.get(1), a.get(2));
    }

    @Override
    @Nullable
    public Expr simplify(List<Expr> a, Exprs make) {
        Expr f = a.get(0);
        if (f.isNumber()) {
            Expr partial = make.apply(Ops.DIV_DX, a.get(1), a.get(2));
            return f.number() == 0 ? f : f.number() == 1 ? partial : null;
        }
        return f.op() == Ops.NEG ? make.apply(Ops.NEG, make.apply(this, f.operand(0), a.get(1), a.get(2))) : null;
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
    public boolean regular(double... least) {
        return least[2] > 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "divAlong");
    }

    @Override
    public int cost() {
        return 5;
    }

    @Override
    Interval domain(int operand) {
        return operand == 2 ? new Interval(0.5, 3) : new Interval(-3, 3);
    }
}
