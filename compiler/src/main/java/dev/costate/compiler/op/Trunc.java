package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** The next whole number towards 0. */
final class Trunc extends Unary {
    Trunc() {
        super("trunc");
    }

    @Override
    double value(double x) {
        return Elementary.trunc(x);
    }

    @Override
    @Nullable
    Expr derivative(Expr x, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "trunc");
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.1, 0.4);
    }
}
