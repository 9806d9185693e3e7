package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** x². */
final class Square extends Unary {
    Square() {
        super("square");
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.PRODUCT;
    }

    @Override
    double value(double x) {
        return Elementary.square(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.MUL, make.number(2), x);
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Exprs make) {
        return x.op() == Ops.NEG || x.op() == Ops.ABS ? make.apply(Ops.SQUARE, x.operand(0)) : null;
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
        return new Form.Call("Elementary", "square");
    }

    @Override
    public int cost() {
        return 1;
    }
}
