package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** φ(x)/Φ(x). */
final class LogNormcdfDx extends Unary {
    LogNormcdfDx() {
        super("log_normcdf_dx");
    }

    @Override
    double value(double x) {
        return Special.logNormcdfDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.LOG_NORMCDF_DXX, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "logNormcdfDx");
    }

    @Override
    public int cost() {
        return 45;
    }
}
