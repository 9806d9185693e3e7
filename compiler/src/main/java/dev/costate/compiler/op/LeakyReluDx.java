package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** 1 for x &gt; 0, else slope. */
final class LeakyReluDx extends Binary {
    LeakyReluDx() {
        super("leaky_relu_dx");
    }

    @Override
    double value(double x, double slope) {
        return Elementary.leakyReluDx(x, slope);
    }

    @Override
    @Nullable
    Expr byFirst(Expr x, Expr slope, Expr result, Exprs make) {
        return null;
    }

    @Override
    Expr bySecond(Expr x, Expr slope, Expr result, Exprs make) {
        return make.apply(Ops.SUB, make.number(1), make.apply(Ops.STEP, x));
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "leakyReluDx");
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-3, -0.2) : new Interval(0.01, 0.5);
    }
}
