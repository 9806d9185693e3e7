package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** a / b. */
final class Div extends Binary {
    Div() {
        super("/");
    }

    @Override
    double value(double a, double b) {
        return a / b;
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.DIV_DX, a, b);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.NEG, make.apply(Ops.DIV, result, b));
    }

    /** ∂(a/b)/∂b = -(a/b) ∂(a/b)/∂a. */
    @Override
    public Expr ratio(int k, List<Expr> a, Expr result, Exprs make) {
        return make.apply(Ops.NEG, result);
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
        if (b.isNumber() && Constants.isPowerOfTwo(b.number())) {
            return make.apply(Ops.MUL, make.number(1 / b.number()), a);
        }
        if (a.op() == Ops.NEG) {
            return make.apply(Ops.NEG, make.apply(Ops.DIV, a.operand(0), b));
        }
        return b.op() == Ops.NEG ? make.apply(Ops.NEG, make.apply(Ops.DIV, a, b.operand(0))) : null;
    }

    @Override
    public double least(double... least) {
        return least[0] >= 0 && least[1] >= 0 ? 0 : Double.NEGATIVE_INFINITY;
    }

    @Override
    public Form java() {
        return new Form.Infix("/");
    }

    @Override
    public int cost() {
        return 4;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-3, 3) : new Interval(0.5, 3);
    }
}
