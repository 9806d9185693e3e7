package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** a + b. */
final class Add extends Binary {
    Add() {
        super("+");
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.SUM;
    }

    @Override
    double value(double a, double b) {
        return a + b;
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.number(1);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.number(1);
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (Constants.isZero(a)) {
            return b;
        }
        if (Constants.isZero(b)) {
            return a;
        }
        Expr minusA = Constants.negated(a, make);
        if (minusA != null) {
            return make.apply(Ops.SUB, b, minusA);
        }
        Expr minusB = Constants.negated(b, make);
        return minusB == null ? null : make.apply(Ops.SUB, a, minusB);
    }

    @Override
    public double least(double... least) {
        return least[0] + least[1];
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Infix("+");
    }

    @Override
    public int cost() {
        return 1;
    }
}
