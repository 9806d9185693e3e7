package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.runtime.Elementary;

/** a/(a² + b²) without overflow, 0 at the origin: the derivative of the angle of a point. */
final class OverSquares extends Binary {
    OverSquares() {
        super("over_squares");
    }

    @Override
    double value(double a, double b) {
        return Elementary.overSquares(a, b);
    }

    @Override
    Expr byFirst(Expr a, Expr b, Expr result, Exprs make) {
        Expr other = make.apply(Ops.OVER_SQUARES, b, a);
        // One difference for both operands of atan2, whose second derivatives are opposite.
        boolean ordered = other.id() < result.id();
        Expr difference = make.apply(Ops.SUB, ordered ? other : result, ordered ? result : other);
        Expr product = make.apply(Ops.MUL, difference, make.apply(Ops.ADD, other, result));
        return ordered ? product : make.apply(Ops.NEG, product);
    }

    @Override
    Expr bySecond(Expr a, Expr b, Expr result, Exprs make) {
        return make.apply(Ops.MUL, make.number(-2), make.apply(Ops.MUL, result, make.apply(Ops.OVER_SQUARES, b, a)));
    }

    @Override
    public boolean singular() {
        return true;
    }

    @Override
    public Form java() {
        return new Form.Call("Elementary", "overSquares");
    }

    @Override
    public int cost() {
        return 35;
    }

    @Override
    Interval domain(int operand) {
        return operand == 0 ? new Interval(-2, 2) : new Interval(0.3, 3);
    }
}
