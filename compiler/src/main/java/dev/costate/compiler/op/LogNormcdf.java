package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** log Φ(x), with full relative accuracy. */
final class LogNormcdf extends Unary {
    LogNormcdf() {
        super("log_normcdf");
    }

    @Override
    double value(double x) {
        return Special.logNormcdf(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.LOG_NORMCDF_DX, x);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "logNormcdf");
    }

    @Override
    public int cost() {
        return 45;
    }
}
