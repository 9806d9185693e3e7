package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** exp(x²) erfc(x). */
final class Erfcx extends Unary {
    Erfcx() {
        super("erfcx");
    }

    @Override
    double value(double x) {
        return Special.erfcx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.ERFCX_DX, x);
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public boolean overflows() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "erfcx");
    }

    @Override
    public int cost() {
        return 30;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(-1, 3);
    }
}
