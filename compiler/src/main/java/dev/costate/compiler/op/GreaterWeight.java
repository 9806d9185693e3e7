package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** 1 where a is greater than b, else 0; NaN if either is. */
final class GreaterWeight extends Binary {
    GreaterWeight() {
        super("greater_weight");
    }

    /** It is a choice. */
    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.NONE;
    }

    @Override
    double value(double a, double b) {
        return Elementary.maxConstWeight(a, b);
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
        return new Form.Call("Elementary", "maxConstWeight");
    }

    @Override
    public int cost() {
        return 3;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-1, 1) : new Interval(1.5, 3);
    }
}
