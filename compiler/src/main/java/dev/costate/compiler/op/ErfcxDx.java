package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Special;

/** The derivative of erfcx, without cancellation for large x. */
final class ErfcxDx extends Unary {
    ErfcxDx() {
        super("erfcx_dx");
    }

    @Override
    double value(double x) {
        return Special.erfcxDx(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(
                Ops.MUL, make.number(2), make.apply(Ops.ADD, make.apply(Ops.ERFCX, x), make.apply(Ops.MUL, x, result)));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public boolean overflows() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Special", "erfcxDx");
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
