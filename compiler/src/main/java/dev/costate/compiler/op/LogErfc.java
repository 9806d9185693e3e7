package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** log erfc(x), with full relative accuracy. */
final class LogErfc extends Unary {
    LogErfc() {
        super("log_erfc");
    }

    @Override
    double value(double x) {
        return Special.logErfc(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.LOG_ERFC_DX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "logErfc");
    }

    @Override
    public int cost() {
        return 45;
    }
}
