package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** x for x &gt; 0, else slope times x; at 0 the derivative is slope. */
final class LeakyRelu extends Binary {
    LeakyRelu() {
        super("leaky_relu");
    }

    @Override
    double value(double x, double slope) {
        return Elementary.leakyRelu(x, slope);
    }

    @Override
    Expr byFirst(Expr x, Expr slope, Expr result, Exprs make) {
        return make.apply(Ops.LEAKY_RELU_DX, x, slope);
    }

    @Override
    Expr bySecond(Expr x, Expr slope, Expr result, Exprs make) {
        return make.apply(Ops.LEAKY_RELU_DS, x);
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "leakyRelu");
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-3, -0.2) : new Interval(0.01, 0.5);
    }
}
