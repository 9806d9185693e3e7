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

    /** Times 1/b is by b, where b is not a constant. */
    @Override
    @Nullable
    public Expr along(int k, Expr factor, List<Expr> a, Exprs make) {
        boolean plain = make.apply(Ops.DIV_DX, a.get(0), a.get(1)).op() != Ops.DIV_DX;
        return k > 0 || plain ? null : make.apply(Ops.DIV_ALONG, factor, a.get(0), a.get(1));
    }

    /** From q b = a: the partial derivatives are quotients again, of other operands each time. */
    @Override
    public Expr coefficient(int order, List<Expr> a, Expr result, Coefficients known, Exprs make) {
        Expr rest = known.of(a.get(0), order);
        for (int k = 0; k < order; k++) {
            Expr product = make.apply(Ops.ZERO_MUL, known.of(result, k), known.of(a.get(1), order - k));
            rest = make.apply(Ops.SUB, rest, product);
        }
        Expr along = along(0, rest, a, make);
        return along == null ? make.apply(Ops.MUL, rest, make.apply(Ops.DIV_DX, a.get(0), a.get(1))) : along;
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
