package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/**
 * The greater of two, NaN if either is. Equal operands share the derivative; to a constant x yields all of it.
 */
final class Max extends Binary {
    Max() {
        super("max");
    }

    @Override
    public boolean commutative() {
        return true;
    }

    @Override
    double value(double a, double b) {
        return Math.max(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        return MaxWeight.of(a, b, b, make);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return MaxWeight.of(b, a, a, make);
    }

    @Override
    @Nullable
    Expr simplify(Expr a, Expr b, Exprs make) {
        if (a == b || b.isNumber(Double.NEGATIVE_INFINITY)) {
            return a;
        }
        return a.isNumber(Double.NEGATIVE_INFINITY) ? b : null;
    }

    @Override
    public double least(double... least) {
        return Math.max(least[0], least[1]);
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "max");
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
