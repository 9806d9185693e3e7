package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
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
            return scaled(a.number(), b, make);
        }
        if (b.isNumber()) {
            return scaled(b.number(), a, make);
        }
        if (a.op() == Ops.NEG) {
            return make.apply(Ops.NEG, make.apply(Ops.MUL, a.operand(0), b));
        }
        return b.op() == Ops.NEG ? make.apply(Ops.NEG, make.apply(Ops.MUL, a, b.operand(0))) : null;
    }

    @Override
    public Form java() {
        return new Form.Infix("*");
    }

    @Override
    public int cost() {
        return 1;
    }

    private static @Nullable Expr scaled(double c, Expr x, Exprs make) {
        if (c == 1) {
            return x;
        }
        if (c == -1) {
            return make.apply(Ops.NEG, x);
        }
        if (x.op() == Ops.NEG) {
            return make.apply(Ops.MUL, make.number(-c), x.operand(0));
        }
        if (x.op() != Ops.MUL) {
            return null;
        }
        for (int k = 0; k < 2; k++) {
            if (x.operand(k).isNumber() && Signs.isNormal(c * x.operand(k).number())) {
                return make.apply(Ops.MUL, make.number(c * x.operand(k).number()), x.operand(1 - k));
            }
        }
        return null;
    }
}
