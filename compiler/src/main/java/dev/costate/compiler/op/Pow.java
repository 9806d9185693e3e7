package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import org.jspecify.annotations.Nullable;

/** xʸ. By a small whole constant: multiplications, so that there is no logarithm. */
final class Pow extends Binary {
    Pow() {
        super("pow");
    }

    @Override
    double value(double x, double y) {
        return Math.pow(x, y);
    }

    @Override
    Expr byFirst(Expr x, Expr y, Expr result, Exprs make) {
        // Where y − 1 is rounded, the power of it would not be exact enough.
        boolean exact = y.isNumber() && y.number() - 1 + 1 == y.number();
        return exact
                ? make.apply(Ops.MUL, y, make.apply(Ops.POW, x, make.apply(Ops.SUB, y, make.number(1))))
                : make.apply(Ops.POW_DX, x, y);
    }

    @Override
    Expr bySecond(Expr x, Expr y, Expr result, Exprs make) {
        return x.isNumber() && x.number() > 0
                ? make.apply(Ops.MUL, result, make.number(Math.log(x.number())))
                : make.apply(Ops.POW_DY, x, y);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    @Nullable
    Expr simplify(Expr x, Expr y, Exprs make) {
        if (!y.isNumber()) {
            return null;
        }
        double n = y.number();
        if (n == 0) {
            return make.number(1);
        }
        if (n == 0.5 || n == -0.5) {
            Expr root = make.apply(Ops.SQRT, x);
            return n > 0 ? root : make.apply(Ops.DIV, make.number(1), root);
        }
        if (n != Math.rint(n) || Math.abs(n) > 16) {
            return null;
        }
        // (1/x)ⁿ and not 1/xⁿ: the derivative of that overflows before its own value does.
        return product(n > 0 ? x : make.apply(Ops.DIV, make.number(1), x), (int) Math.abs(n), make);
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "pow");
    }

    @Override
    public int cost() {
        return 40;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(0.3, 2) : new Interval(-2.5, 2.5);
    }

    private static Expr product(Expr x, int n, Exprs make) {
        if (n == 1) {
            return x;
        }
        Expr even = make.apply(Ops.SQUARE, product(x, n / 2, make));
        return n % 2 == 0 ? even : make.apply(Ops.MUL, x, even);
    }
}
