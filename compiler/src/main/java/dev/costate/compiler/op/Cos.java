package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** The cosine. */
final class Cos extends Unary {
    Cos() {
        super("cos");
    }

    @Override
    double value(double x) {
        return Math.cos(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.SIN, x));
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Exprs make) {
        return x.op() == Ops.NEG ? make.apply(Ops.COS, x.operand(0)) : null;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "cos");
    }

    @Override
    public int cost() {
        return 15;
    }
}
