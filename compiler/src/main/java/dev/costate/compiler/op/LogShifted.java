package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** log s of a sum s of exponentials that were shifted by the largest exponent; without derivative where that is −∞. */
final class LogShifted extends Binary {
    LogShifted() {
        super("log_shifted");
    }

    @Override
    double value(double s, double largest) {
        return Elementary.logShifted(s, largest);
    }

    @Override
    Expr byFirst(Expr s, Expr largest, Expr result, Exprs make) {
        return make.apply(Ops.LOG_SHIFTED_DX, s, largest);
    }

    @Override
    @Nullable
    Expr bySecond(Expr s, Expr largest, Expr result, Exprs make) {
        return null;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "logShifted");
    }

    @Override
    public int cost() {
        return 20;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(1, 5) : new Interval(-3, 3);
    }
}
