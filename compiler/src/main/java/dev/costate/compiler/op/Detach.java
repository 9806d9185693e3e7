package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** Its operand, with derivative 0. */
final class Detach extends Unary {
    Detach() {
        super("detach");
    }

    @Override
    double value(double x) {
        return x;
    }

    @Override
    @Nullable
    Expr derivative(Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Exprs make) {
        return x.op() == Ops.DETACH ? x : null;
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
