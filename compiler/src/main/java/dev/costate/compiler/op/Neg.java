package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** −x. */
final class Neg extends Unary {
    Neg() {
        super("neg");
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.SUM;
    }

    @Override
    double value(double x) {
        return -x;
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.number(-1);
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Exprs make) {
        if (x.op() == Ops.SUB) {
            return make.apply(Ops.SUB, x.operand(1), x.operand(0));
        }
        if (x.op() == Ops.MUL) {
            for (int k = 0; k < 2; k++) {
                if (x.operand(k).isNumber()) {
                    return make.apply(Ops.MUL, make.number(-x.operand(k).number()), x.operand(1 - k));
                }
            }
        }
        return Constants.negated(x, make);
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Prefix("-");
    }

    @Override
    public int cost() {
        return 1;
    }
}
