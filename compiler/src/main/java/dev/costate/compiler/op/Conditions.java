package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;

/** Conditions that are known: true is written 0 == 0, false 0 != 0. */
final class Conditions {
    private Conditions() {}

    static Expr constant(boolean value, Exprs make) {
        Expr zero = make.number(0);
        return make.apply(value ? Ops.EQ : Ops.NE, zero, zero);
    }

    static boolean isTrue(Expr condition) {
        return condition.op() == Ops.EQ && areZero(condition.operand(0), condition.operand(1));
    }

    static boolean isFalse(Expr condition) {
        return condition.op() == Ops.NE && areZero(condition.operand(0), condition.operand(1));
    }

    static boolean isCanonical(Op op, Expr a, Expr b) {
        return (op == Ops.EQ || op == Ops.NE) && areZero(a, b);
    }

    private static boolean areZero(Expr a, Expr b) {
        return a.isNumber(0) && b.isNumber(0);
    }
}
