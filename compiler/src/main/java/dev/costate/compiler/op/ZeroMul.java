package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** a b, but 0 where either is 0: what does not move has no effect, and what has no effect may move as it likes. */
final class ZeroMul extends Binary {
    ZeroMul() {
        super("zero_mul");
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.PRODUCT;
    }

    @Override
    double value(double a, double b) {
        return Elementary.zeroProduct(a, b);
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
        if (isZero(a) || isZero(b)) {
            return make.number(0);
        }
        return isFinite(a) || isFinite(b) ? make.apply(Ops.MUL, a, b) : Mul.signOutside(Ops.ZERO_MUL, a, b, make);
    }

    private static boolean isZero(Expr x) {
        return x.isNumber() && x.number() == 0;
    }

    private static boolean isFinite(Expr x) {
        return x.isNumber() && Math.abs(x.number()) <= Double.MAX_VALUE;
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    public boolean steep() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "zeroProduct");
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
