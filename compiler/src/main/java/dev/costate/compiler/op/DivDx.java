package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;
import org.jspecify.annotations.Nullable;

/** ∂(a/b)/∂a = 1/b, but NaN where the quotient is: 0/0 and ∞/∞. */
final class DivDx extends Binary {
    DivDx() {
        super("div_dx");
    }

    @Override
    double value(double a, double b) {
        return Elementary.divDx(a, b);
    }

    @Override
    @Nullable
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return null;
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.DIV, result, b));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public boolean regular(double... least) {
        return least[1] > 0;
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        // A size is neither 0 nor infinite, nor is what a softmax divides by.
        boolean size = b.head() instanceof Expr.Head.Integer || isShifted(a);
        boolean plain = b.isNumber() ? b.number() != 0 && !Double.isInfinite(b.number()) : size;
        return plain ? make.apply(Ops.DIV, make.number(1), b) : null;
    }

    private static boolean isShifted(Expr a) {
        return a.op() == Ops.EXP_DIFF
                || (a.op() == Ops.EXP_ALONG && a.operand(0).op() == Ops.EXP_DIFF);
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "divDx");
    }

    @Override
    public int cost() {
        return 5;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-3, 3) : new Interval(0.5, 3);
    }
}
