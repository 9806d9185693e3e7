package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** The derivative of log erfc(x); its own is that of log Φ, since erfc(x) = 2 Φ(−√2 x). */
final class LogErfcDx extends Unary {
    LogErfcDx() {
        super("log_erfc_dx");
    }

    @Override
    double value(double x) {
        return Special.logErfcDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(
                Ops.MUL,
                make.number(2),
                make.apply(Ops.LOG_NORMCDF_DXX, make.apply(Ops.MUL, make.number(-Math.sqrt(2)), x)));
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "logErfcDx");
    }

    @Override
    public int cost() {
        return 35;
    }
}
