package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/** √x. */
final class Sqrt extends Unary {
    Sqrt() {
        super("sqrt");
    }

    @Override
    double value(double x) {
        return Math.sqrt(x);
    }

    @Override
    Expr derivative(Expr x, Expr result, Exprs make) {
        return make.apply(Ops.DIV, make.number(0.5), result);
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public boolean regular(double... least) {
        return least[0] > 0;
    }

    @Override
    public boolean steep() {
        return true;
    }

    @Override
    public double least(double... least) {
        return 0;
    }

    @Override
    public boolean saturates() {
        return false;
    }

    @Override
    public Form java() {
        return new Form.Call("Math", "sqrt");
    }

    @Override
    public int cost() {
        return 5;
    }

    @Override
    Interval domain(int operand) {
        return new Interval(0.2, 5);
    }
}
