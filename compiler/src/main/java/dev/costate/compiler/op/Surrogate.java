package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** The value of the first operand with the derivative of the second. */
final class Surrogate extends Binary {
    Surrogate() {
        super("surrogate");
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
        return make.number(1);
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
