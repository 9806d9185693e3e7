package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** The part of max(a, b) that is a: 1 where a is greater, ½ where they are equal, else 0. */
final class MaxWeight extends Binary {
    MaxWeight() {
        super("max_weight");
    }

    /** It is a choice. */
    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.NONE;
    }

    @Override
    double value(double a, double b) {
        return Elementary.maxWeight(a, b);
    }

    @Override
    @Nullable
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return null;
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
        return new Form.Call("Elementary", "maxWeight");
    }

    @Override
    public int cost() {
        return 3;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-1, 1) : new Interval(1.5, 3);
    }

    /** 1 where a is greater than b; a tie is shared with the rival, but goes to it all if that is a constant. */
    static Expr of(Expr a, Expr b, Expr rival, Exprs make) {
        return make.apply(rival.isNumber() ? Ops.GREATER_WEIGHT : Ops.MAX_WEIGHT, a, b);
    }
}
