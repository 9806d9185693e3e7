package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** |x|, with derivative 0 at 0. */
final class Abs extends Unary {
    Abs() {
        super("abs");
    }

    @Override
    double value(double x) {
        return Math.abs(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.SIGN, x);
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Exprs make) {
        if (x.op() == Ops.NEG) {
            return make.apply(Ops.ABS, x.operand(0));
        }
        return x.op() == Ops.ABS || x.op() == Ops.SQUARE ? x : null;
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "abs");
    }

    @Override
    public int cost() {
        return 1;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 3);
    }
}
