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
        if (isZero(a)) {
            return b;
        }
        if (isZero(b)) {
            return a;
        }
        Expr minusA = Signs.negated(a, make);
        if (minusA != null) {
            return make.apply(Ops.SUB, b, minusA);
        }
        Expr minusB = Signs.negated(b, make);
        return minusB == null ? null : make.apply(Ops.SUB, a, minusB);
    }

    @Override
    public Form java() {
        return new Form.Infix("+");
    }

    @Override
    public int cost() {
        return 1;
    }

    private static boolean isZero(Expr x) {
        return x.isNumber() && x.number() == 0;
    }
}
