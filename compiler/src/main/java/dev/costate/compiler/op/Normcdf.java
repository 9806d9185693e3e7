package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** Φ(x), the normal distribution function. */
final class Normcdf extends Unary {
    Normcdf() {
        super("normcdf");
    }

    @Override
    double value(double x) {
        return Special.normcdf(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.NORMPDF, x);
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "normcdf");
    }

    @Override
    public int cost() {
        return 35;
    }
}
