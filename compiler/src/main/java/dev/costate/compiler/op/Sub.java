package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** a − b. Not 0 for equal operands: ∞ − ∞ is NaN. */
final class Sub extends Binary {
    Sub() {
        super("-");
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.SUM;
    }

    @Override
    double value(double a, double b) {
        return a - b;
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.number(1);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.number(-1);
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (Constants.isZero(b)) {
            return a;
        }
        if (Constants.isZero(a)) {
            return make.apply(Ops.NEG, b);
        }
        Expr minusB = Constants.negated(b, make);
        if (minusB != null) {
            return make.apply(Ops.ADD, a, minusB);
        }
        return a.op() == Ops.NEG ? make.apply(Ops.NEG, make.apply(Ops.ADD, a.operand(0), b)) : null;
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Infix("-");
    }

    @Override
    public int cost() {
        return 1;
    }
}
