package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** A coefficient of a series, but NaN where the one before, the second operand, is not finite. */
final class Coefficient extends Binary {
    Coefficient() {
        super("coefficient");
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.NONE;
    }

    @Override
    double value(double own, double before) {
        return Elementary.coefficient(own, before);
    }

    @Override
    Expr byFirst(Expr own, Expr before, Expr result, Exprs make) {
        return make.number(1);
    }

    @Override
    @Nullable
    Expr bySecond(Expr own, Expr before, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "coefficient");
    }

    @Override
    public int cost() {
        return 1;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-3, 3);
    }
}
