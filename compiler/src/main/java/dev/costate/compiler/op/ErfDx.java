package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** 2/√π exp(−x²). */
final class ErfDx extends Unary {
    ErfDx() {
        super("erf_dx");
    }

    @Override
    double value(double x) {
        return Special.erfDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.STRONG_MUL, result, make.apply(Ops.MUL, make.number(-2), x));
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "erfDx");
    }

    @Override
    public int cost() {
        return 20;
    }
}
