package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** s(x)(1 + x s(−x)) for the sigmoid s, the derivative of silu. */
final class SiluDx extends Unary {
    SiluDx() {
        super("silu_dx");
    }

    @Override
    double value(double x) {
        return Elementary.siluDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(
                Ops.STRONG_MUL,
                make.apply(Ops.SIGMOID_DX, x),
                make.apply(
                        Ops.SUB,
                        make.number(2),
                        make.apply(Ops.MUL, x, make.apply(Ops.TANH, make.apply(Ops.MUL, make.number(0.5), x)))));
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "siluDx");
    }

    @Override
    public int cost() {
        return 35;
    }
}
