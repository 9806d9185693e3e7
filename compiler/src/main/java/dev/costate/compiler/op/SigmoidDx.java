package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/**
 * s(x) s(−x) for the sigmoid s, where s(1 − s) would be 0 from 37 on. Its derivative is −tanh(x/2) times itself.
 */
final class SigmoidDx extends Unary {
    SigmoidDx() {
        super("sigmoid_dx");
    }

    @Override
    double value(double x) {
        return Elementary.sigmoidDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(
                Ops.NEG, make.apply(Ops.MUL, result, make.apply(Ops.TANH, make.apply(Ops.MUL, make.number(0.5), x))));
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "sigmoidDx");
    }

    @Override
    public int cost() {
        return 20;
    }
}
