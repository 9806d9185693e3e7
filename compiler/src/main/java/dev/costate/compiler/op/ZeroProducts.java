package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.infix;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Elementary;

/**
 * Products a b that are 0 where a factor that decides is 0, even where the plain product would be NaN since the other
 * factor is not finite: in a derivative, what has no effect may move as it likes, and what does not move has none.
 */
public final class ZeroProducts {
    static final Family FAMILY = new Family();

    /** Either factor decides. */
    public static final Op ZERO_MUL =
            FAMILY.internal(product(binary("zero_mul", Elementary::zeroProduct, "Elementary.zeroProduct"))
                    .commutative()
                    .simplify((a, b, make) -> {
                        if (Signs.isZero(a) || Signs.isZero(b)) {
                            return make.number(0);
                        }
                        return isFinite(a) || isFinite(b)
                                ? make.apply(MUL, a, b)
                                : Signs.outside(ZeroProducts.ZERO_MUL, a, b, make);
                    }));

    /** The first factor decides. */
    public static final Op MUL_NO_NAN =
            FAMILY.internal(product(binary("mul_no_nan", Elementary::productNoNan, "Elementary.productNoNan"))
                    .simplify((a, b, make) -> {
                        if (Signs.isZero(a)) {
                            return make.number(0);
                        }
                        return a.isNumber() || isFinite(b)
                                ? make.apply(MUL, a, b)
                                : Signs.outside(ZeroProducts.MUL_NO_NAN, a, b, make);
                    }));

    /**
     * The plain product of all factors so far and one more. Among many factors some are zero and others not finite at
     * once, so zero contributes zero to its derivatives, though products as cheap in a loop are spared the comparison.
     */
    public static final Op RUNNING_MUL = FAMILY.internal(infix("running_mul", "*", (a, b) -> a * b)
            .commutative()
            .arithmetic(Op.Arithmetic.PRODUCT)
            .byFirst((a, b, result, make) -> b)
            .bySecond((a, b, result, make) -> a)
            .neverSaturates()
            .vanishes(operand -> operand[0] || operand[1])
            .cost(5));

    private ZeroProducts() {}

    private static OpDefinition product(OpDefinition definition) {
        return definition
                .arithmetic(Op.Arithmetic.PRODUCT)
                .byFirst((a, b, result, make) -> b)
                .bySecond((a, b, result, make) -> a)
                .singular()
                .steep()
                .neverSaturates()
                .finite()
                .cost(2)
                .smoothOn(0.2, 3, -3, 3);
    }

    private static boolean isFinite(Expr x) {
        return x.isNumber() && Math.abs(x.number()) <= Double.MAX_VALUE;
    }
}
