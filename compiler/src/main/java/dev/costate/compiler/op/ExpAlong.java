package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** The value of the first operand, an exponential, which moves as the exponential of the second does. */
final class ExpAlong extends Binary {
    ExpAlong() {
        super("exp_along");
    }

    @Override
    double value(double a, double b) {
        return a;
    }

    @Override
    @Nullable
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return null;
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return result;
    }

    @Override
    public double least(double... least) {
        return least[0];
    }

    @Override
    public Form java() {
        return new Form.Transparent();
    }

    @Override
    public int cost() {
        return 0;
    }
}
