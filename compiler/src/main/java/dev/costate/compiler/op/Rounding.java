package dev.costate.compiler.op;

import static dev.costate.compiler.op.OpDefinition.unary;

import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Elementary;

/** Functions that are constant but for their steps, and so have no derivative. */
public final class Rounding {
    static final Family FAMILY = new Family();

    /** The next whole number down. */
    public static final Op FLOOR = FAMILY.function(
            unary("floor", Math::floor, "Math.floor").flat().vanishes().cost(2).smoothOn(0.1, 0.4));

    /** The next whole number up. */
    public static final Op CEIL = FAMILY.function(
            unary("ceil", Math::ceil, "Math.ceil").flat().vanishes().cost(2).smoothOn(0.1, 0.4));

    /** The nearest whole number, of two the even one. */
    public static final Op ROUND = FAMILY.function(
            unary("round", Math::rint, "Math.rint").flat().vanishes().cost(2).smoothOn(0.1, 0.4));

    /** The next whole number towards 0. */
    public static final Op TRUNC = FAMILY.function(unary("trunc", Elementary::trunc, "Elementary.trunc")
            .flat()
            .vanishes()
            .cost(2)
            .smoothOn(0.1, 0.4));

    /** −1, 0 or 1; a zero stays what it is. */
    public static final Op SIGN = FAMILY.function(
            unary("sign", Math::signum, "Math.signum").flat().vanishes().cost(2).smoothOn(0.1, 0.4));

    /** 1 for x &gt; 0, else 0. */
    public static final Op STEP = FAMILY.function(unary("step", Elementary::step, "Elementary.step")
            .flat()
            .least(0)
            .greatest(1)
            .vanishes()
            .cost(2)
            .smoothOn(0.1, 0.4));

    private Rounding() {}
}
