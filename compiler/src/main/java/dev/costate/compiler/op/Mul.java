package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import org.jspecify.annotations.Nullable;

/** a b. Not 0 where a factor is: 0 · ∞ is NaN. */
final class Mul extends Binary {
    Mul() {
        super("*");
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    public Arithmetic arithmetic() {
        return Arithmetic.PRODUCT;
    }

    @Override
    double value(double a, double b) {
        return a * b;
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
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (a == b) {
            return make.apply(Ops.SQUARE, a);
        }
        if (a.isNumber()) {
            return Constants.scaled(a.number(), b, make);
        }
        if (b.isNumber()) {
            return Constants.scaled(b.number(), a, make);
        }
        return signOutside(Ops.MUL, a, b, make);
    }

    /** A product with the sign of a factor before it, or null if none has one. */
    static @Nullable Expr signOutside(Op product, Expr a, Expr b, Exprs make) {
        if (a.op() == Ops.NEG) {
            return make.apply(Ops.NEG, make.apply(product, a.operand(0), b));
        }
        return b.op() == Ops.NEG ? make.apply(Ops.NEG, make.apply(product, a, b.operand(0))) : null;
    }

    @Override
    public double least(double... least) {
        return least[0] >= 0 && least[1] >= 0 ? least[0] * least[1] : Double.NEGATIVE_INFINITY;
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Infix("*");
    }

    @Override
    public int cost() {
        return 1;
    }
}
