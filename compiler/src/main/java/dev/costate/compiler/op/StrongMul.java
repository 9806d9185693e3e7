package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** a b, but 0 where a is 0, whatever b: what doesn't matter has no derivative. */
final class StrongMul extends Binary {
    StrongMul() {
        super("strong_mul");
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.PRODUCT;
    }

    @Override
    double value(double a, double b) {
        return Elementary.strongProduct(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return b;
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return a;
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (a.isNumber()) {
            return a.number() == 0 ? make.number(0) : make.apply(Ops.MUL, a, b);
        }
        Expr sign = Mul.signOutside(Ops.STRONG_MUL, a, b, make);
        if (sign != null) {
            return sign;
        }
        return b.isNumber() && Math.abs(b.number()) <= Double.MAX_VALUE ? make.apply(Ops.MUL, a, b) : null;
    }

    @Override
    public boolean steep() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "strongProduct");
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(0.2, 3) : new Interval(-3, 3);
    }
}
