package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;

/**
 * √s of a sum of squares s, the last step of a Euclidean norm: as √, but with derivative 0 at 0, the subgradient
 * of the norm that is least.
 */
final class NormRoot extends Unary {
    NormRoot() {
        super("norm_root");
    }

    @Override
    double value(double s) {
        return Math.sqrt(s);
    }

    @Override
    Expr derivative(Expr s, Expr result, Exprs make) {
        return make.apply(Ops.NORM_ROOT_DX, s);
    }

    @Override
    public double least(double... least) {
        return 0;
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
