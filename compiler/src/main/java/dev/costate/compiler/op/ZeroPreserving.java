package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** A product that is 0 for factors of 0 where the plain one would be NaN, since the other factor is not finite. */
abstract class ZeroPreserving extends Binary {
    ZeroPreserving(String name) {
        super(name);
    }

    @Override
    public final Arithmetic arithmetic() {
        return Arithmetic.PRODUCT;
    }

    @Override
    final Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return b;
    }

    @Override
    final Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return a;
    }

    @Override
    public final boolean singular() {
        return true;
    }

    @Override
    public final boolean steep() {
        return true;
    }

    @Override
    public final int cost() {
        return 2;
    }

    @Override
    final Interval domain(int operand) {
        return operand == 0 ? new Interval(0.2, 3) : new Interval(-3, 3);
    }

    static boolean isZero(Expr x) {
        return x.isNumber() && x.number() == 0;
    }

    static boolean isFinite(Expr x) {
        return x.isNumber() && Math.abs(x.number()) <= Double.MAX_VALUE;
    }
}
