package dev.costate.compiler.op;

import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.transparent;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Elementary;

/** The value of one operand with a derivative that is not the value's. */
public final class Surrogates {
    static final Family FAMILY = new Family();

    /** A constant to derivatives. */
    public static final Op DETACH =
            FAMILY.function(transparent("detach", 1).simplify((x, make) -> x.op() == Surrogates.DETACH ? x : null));

    /** The value of the first operand with the derivative of the second, whose value is ignored. */
    public static final Op SURROGATE =
            FAMILY.internal(transparent("surrogate", 2).bySecond((value, moves, result, make) -> make.number(1)));

    /**
     * The surrogate of a sum that is at least 1, as that of exponentials is that were shifted by the largest exponent.
     */
    public static final Op SHIFTED_SUM = FAMILY.internal(transparent("shifted_sum", 2)
            .bySecond((value, moves, result, make) -> make.number(1))
            .between((from, to) -> Math.max(1, from[0]), (from, to) -> to[0]));

    /** A coefficient of a series, but NaN where the one before, the second operand, is not finite. */
    public static final Op COEFFICIENT =
            FAMILY.internal(binary("coefficient", Elementary::coefficient, "Elementary.coefficient")
                    .arithmetic(Op.Arithmetic.NONE)
                    .byFirst((own, before, result, make) -> make.number(1))
                    .flatIn(1));

    private Surrogates() {}

    /** The expression itself, or what it has the value of. */
    public static Expr value(Expr x) {
        return x.op() == SURROGATE ? x.operand(0) : x;
    }
}
