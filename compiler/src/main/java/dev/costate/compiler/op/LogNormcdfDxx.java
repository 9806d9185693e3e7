package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** −r(x + r) with r = φ/Φ, without cancellation: the second derivative of log Φ. */
final class LogNormcdfDxx extends Unary {
    LogNormcdfDxx() {
        super("log_normcdf_dxx");
    }

    @Override
    double value(double x) {
        return Special.logNormcdfDxx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        Expr r = make.apply(Ops.LOG_NORMCDF_DX, x);
        Expr sum = make.apply(
                Ops.ADD,
                make.apply(Ops.MUL, result, make.apply(Ops.ADD, x, r)),
                make.apply(Ops.MUL, r, make.apply(Ops.ADD, make.number(1), result)));
        return make.apply(Ops.NEG, sum);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "logNormcdfDxx");
    }

    @Override
    public int cost() {
        return 45;
    }
}
