package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/**
 * a b, but 0 where the first factor is 0, or either is, where the plain product would be NaN since the other factor is
 * not finite. What has no effect may move as it likes, and what does not move has no effect.
 */
final class ZeroProduct extends Binary {
    private final boolean either;

    /** @param either whether the second factor decides, too */
    ZeroProduct(String name, boolean either) {
        super(name);
        this.either = either;
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.PRODUCT;
    }

    @Override
    public boolean commutative() {
        return either;
    }

    @Override
    double value(double a, double b) {
        return either ? Elementary.zeroProduct(a, b) : Elementary.strongProduct(a, b);
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
    public boolean steep() {
        return true;
    }

    /** A plain product where one factor is a number that decides, or a finite one for which the other decides. */
    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (isZero(a) || (either && isZero(b))) {
            return make.number(0);
        } else if (isFinite(b) || (either ? isFinite(a) : a.isNumber())) {
            return make.apply(Ops.MUL, a, b);
        }
        return Mul.signOutside(this, a, b, make);
    }

    private static boolean isZero(Expr x) {
        return x.isNumber() && x.number() == 0;
    }

    private static boolean isFinite(Expr x) {
        return x.isNumber() && Math.abs(x.number()) <= Double.MAX_VALUE;
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", either ? "zeroProduct" : "strongProduct");
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
