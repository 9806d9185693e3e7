package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** The hyperbolic cosine. */
final class Cosh extends Unary {
    Cosh() {
        super("cosh");
    }

    @Override
    double value(double x) {
        return Math.cosh(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SINH, x);
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Exprs make) {
        return x.op() == Ops.NEG ? make.apply(Ops.COSH, x.operand(0)) : null;
    }

    @Override
    public double least(double... least) {
        return 1;
    }

    @Override
    public boolean overflows() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "cosh");
    }

    @Override
    public int cost() {
        return 25;
    }
}
