package dev.costate.compiler.op;

import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.transparent;
import static dev.costate.compiler.op.OpDefinition.unary;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import dev.costate.runtime.Logarithm;
import dev.costate.runtime.TaylorRemainder;

/** The exponential, near 0 and relative to another. */
public final class Exponentials {
    static final Family FAMILY = new Family();

    /** eˣ. */
    public static final Op EXP = FAMILY.function(unary("exp", Math::exp, "Math.exp")
            .derivative((x, result, make) -> result)
            .overflows()
            .finite((from, to) -> Math.exp(to[0]) <= Double.MAX_VALUE)
            .between((from, to) -> Math.exp(from[0]), (from, to) -> Math.exp(to[0]))
            .law("exp(u) * exp(v)", "exp(u + v)")
            .law("exp(u) / exp(v)", "exp(u - v)")
            .law("1 / exp(u)", "exp(-u)")
            .law("exp(u) * w * exp(v)", "w * exp(u + v)")
            .law("exp(u) * w / exp(v)", "w * exp(u - v)")
            .law("w / exp(u) * exp(v)", "w * exp(v - u)")
            .law("0.5 / exp(u)", "0.5 * exp(-u)")
            .advice(Advice.EXPONENTIAL)
            .rows("exp")
            .taylor(3, TaylorRemainder::exp, "TaylorRemainder.exp")
            .cost(15));

    /** eˣ − 1, with full relative accuracy near 0. */
    public static final Op EXPM1 = FAMILY.function(unary("expm1", Math::expm1, "Math.expm1")
            .derivative(() -> EXP)
            .overflows()
            .advice(Advice.EXPONENTIAL)
            .law("exp(u) - 1", "expm1(u)")
            .law("1 - exp(u)", "-expm1(u)")
            .law("-1 + exp(u)", "expm1(u)")
            .law("exp(u + v) - exp(u)", "exp(u) * expm1(v)")
            .rows("expm1")
            .cost(20));

    /** a - b, 0 where both are the same infinity: what {@link #EXP_DIFF} is the exponential of. */
    private static final Op DISTANCE = binary("distance", Logarithm::distance, "Logarithm.distance")
            .flatIn(0)
            .flatIn(1)
            .uncatalogued();

    /**
     * exp(a - b), 1 where both are the same infinity. The second operand is a shift whose own derivative cancels in
     * what it is used for, so it has none here.
     */
    public static final Op EXP_DIFF = FAMILY.internal(binary("exp_diff", Logarithm::expDiff, "Logarithm.expDiff")
            .byFirst((a, b, result, make) -> result)
            .flatIn(1)
            .least(0)
            .rowsOf(DISTANCE, "exp")
            .cost(20));

    /** The first operand, an exponential, moving as the second does. */
    public static final Op EXP_ALONG =
            FAMILY.internal(transparent("exp_along", 2).bySecond((exponential, moves, result, make) -> result));

    private Exponentials() {}

    /** Whether it is the exponential of a difference, which a softmax divides by the sum of. */
    static boolean isShifted(Expr a) {
        return a.op() == EXP_DIFF || (a.op() == EXP_ALONG && a.operand(0).op() == EXP_DIFF);
    }
}
