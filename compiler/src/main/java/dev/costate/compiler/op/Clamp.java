package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import java.util.List;

/** min(max(x, low), high), with the derivatives of just that. */
final class Clamp extends Ternary {
    Clamp() {
        super("clamp");
    }

    @Override
    double value(double x, double low, double high) {
        return Elementary.clamp(x, low, high);
    }

    @Override
    Expr byFirst(Expr x, Expr low, Expr high, Expr result, Exprs make) {
        return make.apply(Ops.MUL, belowHigh(x, low, high, make), MaxWeight.of(x, low, low, make));
    }

    @Override
    Expr bySecond(Expr x, Expr low, Expr high, Expr result, Exprs make) {
        return make.apply(Ops.MUL, belowHigh(x, low, high, make), MaxWeight.of(low, x, x, make));
    }

    @Override
    Expr byThird(Expr x, Expr low, Expr high, Expr result, Exprs make) {
        Expr lower = make.apply(Ops.MAX, x, low);
        return MaxWeight.of(lower, high, lower, make);
    }

    @Override
    public double least(double... least) {
        return Math.max(Math.min(least[0], least[2]), Math.min(least[1], least[2]));
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "clamp");
    }

    @Override
    public int cost() {
        return 3;
    }

    @Override
    Interval domain(int operand) {
        return List.of(new Interval(-1, 1), new Interval(-3, -2), new Interval(2, 3))
                .get(operand);
    }

    private static Expr belowHigh(Expr x, Expr low, Expr high, Exprs make) {
        return MaxWeight.of(high, make.apply(Ops.MAX, x, low), high, make);
    }
}
