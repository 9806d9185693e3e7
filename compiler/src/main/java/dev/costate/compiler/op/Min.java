package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** The lesser of two, NaN if either is. Equal operands share the derivative; to a constant x yields all of it. */
final class Min extends Binary {
    Min() {
        super("min");
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    double value(double a, double b) {
        return Math.min(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return MaxWeight.of(b, a, b, make);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return MaxWeight.of(a, b, a, make);
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (a == b || b.isNumber(Double.POSITIVE_INFINITY)) {
            return a;
        }
        return a.isNumber(Double.POSITIVE_INFINITY) ? b : null;
    }

    @Override
    public double least(double... least) {
        return Math.min(least[0], least[1]);
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "min");
    }

    @Override
    public int cost() {
        return 2;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-1, 1) : new Interval(1.5, 3);
    }
}
