package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/**
 * exp(a - b), 1 where both are the same infinity. The second operand is a shift whose own derivative cancels in what
 * it is used for, so it has none here.
 */
final class ExpDiff extends Binary {
    ExpDiff() {
        super("exp_diff");
    }

    @Override
    double value(double a, double b) {
        return Elementary.expDiff(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return result;
    }

    @Override
    @Nullable
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return null;
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "expDiff");
    }

    @Override
    public int cost() {
        return 20;
    }
}
