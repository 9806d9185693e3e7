package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** 1/s, the derivative of {@link LogShifted}, but 0 where the largest exponent is −∞. */
final class LogShiftedDx extends Binary {
    LogShiftedDx() {
        super("log_shifted_dx");
    }

    @Override
    double value(double s, double largest) {
        return Elementary.logShiftedDx(s, largest);
    }

    @Override
    Expr byFirst(Expr s, Expr largest, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.SQUARE, result));
    }

    @Override
    @Nullable
    Expr bySecond(Expr s, Expr largest, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logShiftedDx");
    }

    @Override
    public int cost() {
        return 5;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(1, 5) : new Interval(-3, 3);
    }
}
