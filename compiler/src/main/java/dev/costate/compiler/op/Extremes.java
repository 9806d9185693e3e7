package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.ternary;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Elementary;

/**
 * The lesser and the greater of two, NaN if either is. Equal operands share the derivative; to a constant the other
 * yields all of it.
 */
public final class Extremes {
    static final Family FAMILY = new Family();

    /** min(a, b). */
    public static final Op MIN = FAMILY.function(binary("min", Math::min, "Math.min")
            .commutative()
            .byFirst((a, b, result, make) -> weight(b, a, b, make))
            .bySecond((a, b, result, make) -> weight(a, b, a, make))
            .simplify((a, b, make) -> {
                if (a == b || b.isNumber(Double.POSITIVE_INFINITY)) {
                    return a;
                }
                return a.isNumber(Double.POSITIVE_INFINITY) ? b : null;
            })
            .least(least -> Math.min(least[0], least[1]))
            .greatest(greatest -> Math.min(greatest[0], greatest[1]))
            .vanishes()
            .cost(2)
            .smoothOn(-1, 1, 1.5, 3));

    /** max(a, b). */
    public static final Op MAX = FAMILY.function(binary("max", Math::max, "Math.max")
            .commutative()
            .byFirst((a, b, result, make) -> weight(a, b, b, make))
            .bySecond((a, b, result, make) -> weight(b, a, a, make))
            .simplify((a, b, make) -> {
                if (a == b || b.isNumber(Double.NEGATIVE_INFINITY)) {
                    return a;
                }
                return a.isNumber(Double.NEGATIVE_INFINITY) ? b : null;
            })
            .least(least -> Math.max(least[0], least[1]))
            .greatest(greatest -> Math.max(greatest[0], greatest[1]))
            .vanishes()
            .cost(2)
            .smoothOn(-1, 1, 1.5, 3));

    /** min(max(x, low), high), with the derivatives of just that. */
    public static final Op CLAMP = FAMILY.function(ternary("clamp", Elementary::clamp, "Elementary.clamp")
            .byFirst((x, low, high, result, make) ->
                    make.apply(MUL, belowHigh(x, low, high, make), weight(x, low, low, make)))
            .bySecond((x, low, high, result, make) ->
                    make.apply(MUL, belowHigh(x, low, high, make), weight(low, x, x, make)))
            .byThird((x, low, high, result, make) -> {
                Expr lower = make.apply(MAX, x, low);
                return weight(lower, high, lower, make);
            })
            .least(least -> Math.max(Math.min(least[0], least[2]), Math.min(least[1], least[2])))
            .greatest(greatest -> Math.min(Math.max(greatest[0], greatest[1]), greatest[2]))
            .vanishes()
            .cost(3)
            .smoothOn(-1, 1, -3, -2, 2, 3));

    /** The part of max(a, b) that is a: 1 where a is greater, ½ where they are equal, else 0. It is a choice. */
    public static final Op MAX_WEIGHT =
            FAMILY.internal(binary("max_weight", Elementary::maxWeight, "Elementary.maxWeight")
                    .arithmetic(Op.Arithmetic.NONE)
                    .flat()
                    .least(0)
                    .greatest(1)
                    .vanishes()
                    .cost(3)
                    .smoothOn(-1, 1, 1.5, 3));

    /** 1 where a is greater than b, else 0; NaN if either is. It is a choice. */
    public static final Op GREATER_WEIGHT =
            FAMILY.internal(binary("greater_weight", Elementary::maxConstWeight, "Elementary.maxConstWeight")
                    .arithmetic(Op.Arithmetic.NONE)
                    .flat()
                    .least(0)
                    .greatest(1)
                    .vanishes()
                    .cost(3)
                    .smoothOn(-1, 1, 1.5, 3));

    private Extremes() {}

    /** 1 where a is greater than b; a tie is shared with the rival, but goes to it all if that is a constant. */
    private static Expr weight(Expr a, Expr b, Expr rival, Exprs make) {
        return make.apply(rival.isNumber() ? GREATER_WEIGHT : MAX_WEIGHT, a, b);
    }

    private static Expr belowHigh(Expr x, Expr low, Expr high, Exprs make) {
        return weight(high, make.apply(MAX, x, low), high, make);
    }
}
