package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** φ(x), the normal density. */
final class Normpdf extends Unary {
    Normpdf() {
        super("normpdf");
    }

    @Override
    double value(double x) {
        return Special.normpdf(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.STRONG_MUL, result, make.apply(Ops.NEG, x));
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "normpdf");
    }

    @Override
    public int cost() {
        return 20;
    }
}
