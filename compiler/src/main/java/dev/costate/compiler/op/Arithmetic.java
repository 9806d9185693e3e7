package dev.costate.compiler.op;

import static dev.costate.compiler.op.OpDefinition.infix;
import static dev.costate.compiler.op.OpDefinition.prefix;
import static dev.costate.compiler.op.OpDefinition.unary;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Elementary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums, products, and their signs and squares; quotients are {@link Quotients}. */
public final class Arithmetic {
    static final Family FAMILY = new Family();

    /** a + b. */
    public static final Op ADD = FAMILY.internal(infix("+", (a, b) -> a + b)
            .rounding((sum, a) -> Roundoff.sum(sum, a[0], a[1]))
            .commutative()
            .arithmetic(Op.Arithmetic.SUM)
            .byFirst((a, b, result, make) -> make.number(1))
            .bySecond((a, b, result, make) -> make.number(1))
            .simplify(Arithmetic::simplerSum)
            .neverSaturates()
            .between((from, to) -> from[0] + from[1], (from, to) -> to[0] + to[1])
            .vanishes(operand -> operand[0] && operand[1]));

    /** a − b. Not 0 for equal operands: ∞ − ∞ is NaN. */
    public static final Op SUB = FAMILY.internal(infix("-", (a, b) -> a - b)
            .rounding((difference, a) -> Roundoff.sum(difference, a[0], -a[1]))
            .arithmetic(Op.Arithmetic.SUM)
            .byFirst((a, b, result, make) -> make.number(1))
            .bySecond((a, b, result, make) -> make.number(-1))
            .simplify(Arithmetic::simplerDifference)
            .neverSaturates()
            .between((from, to) -> from[0] - to[1], (from, to) -> to[0] - from[1])
            .vanishes(operand -> operand[0] && operand[1]));

    /** −x. */
    public static final Op NEG = FAMILY.internal(prefix("neg", "-", x -> -x)
            .arithmetic(Op.Arithmetic.SUM)
            .derivative((x, result, make) -> make.number(-1))
            .simplify(Arithmetic::simplerNegative)
            .neverSaturates()
            .between((from, to) -> -to[0], (from, to) -> -from[0])
            .vanishes(operand -> operand[0]));

    /** a b. Not 0 where a factor is: 0 · ∞ is NaN. */
    public static final Op MUL = FAMILY.internal(infix("*", (a, b) -> a * b)
            .rounding((product, a) -> Roundoff.product(product, a[0], a[1]))
            .commutative()
            .arithmetic(Op.Arithmetic.PRODUCT)
            .byFirst((a, b, result, make) -> b)
            .bySecond((a, b, result, make) -> a)
            .simplify(Arithmetic::simplerProduct)
            .neverSaturates()
            .between(
                    (from, to) -> Arrays.stream(corners(from, to)).min().orElseThrow(),
                    (from, to) -> Arrays.stream(corners(from, to)).max().orElseThrow())
            .vanishes(operand -> operand[0] || operand[1]));

    /** x². */
    public static final Op SQUARE = FAMILY.function(unary("square", Elementary::square, "Elementary.square")
            .rounding((square, x) -> Roundoff.product(square, x[0], x[0]))
            .arithmetic(Op.Arithmetic.PRODUCT)
            .derivative((x, result, make) -> make.apply(MUL, make.number(2), x))
            .simplify((x, make) ->
                    x.op() == NEG || x.op() == Arithmetic.ABS ? make.apply(Arithmetic.SQUARE, x.operand(0)) : null)
            .neverSaturates()
            .least(0)
            .law("0.5 * (u^2 + v^2) - (0.5 * (u + v))^2", "0.25 * (u - v)^2")
            .vanishes(operand -> operand[0]));

    /** |x|, with derivative 0 at 0. */
    public static final Op ABS = FAMILY.function(unary("abs", Math::abs, "Math.abs")
            .derivative(() -> Rounding.SIGN)
            .simplify(Arithmetic::simplerMagnitude)
            .neverSaturates()
            .least(0)
            .vanishes(operand -> operand[0])
            .smoothOn(0.2, 3));

    private Arithmetic() {}

    /** The products of the ends of two intervals, where an infinite end means that there is none. */
    private static double[] corners(double[] from, double... to) {
        return new double[] {times(from[0], from[1]), times(from[0], to[1]), times(to[0], from[1]), times(to[0], to[1])
        };
    }

    private static double times(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b;
    }

    private static @Nullable Expr simplerSum(Expr a, Expr b, Exprs make) {
        if (Signs.isZero(a)) {
            return b;
        }
        if (Signs.isZero(b)) {
            return a;
        }
        Expr minusA = Signs.negated(a, make);
        if (minusA != null) {
            return make.apply(SUB, b, minusA);
        }
        Expr minusB = Signs.negated(b, make);
        return minusB == null ? oneChoice(a, b, make) : make.apply(SUB, a, minusB);
    }

    /** The sum of two choices on one condition as a choice, if one of two branches takes no addition; else null. */
    private static @Nullable Expr oneChoice(Expr a, Expr b, Exprs make) {
        boolean choices = a.head() instanceof Expr.Head.Choice && b.head() instanceof Expr.Head.Choice;
        return choices && a.operand(0) == b.operand(0) && (hasZero(a, b, 1) || hasZero(a, b, 2))
                ? make.choose(
                        a.operand(0),
                        make.apply(ADD, a.operand(1), b.operand(1)),
                        make.apply(ADD, a.operand(2), b.operand(2)))
                : null;
    }

    private static boolean hasZero(Expr a, Expr b, int branch) {
        return Signs.isZero(a.operand(branch)) || Signs.isZero(b.operand(branch));
    }

    private static @Nullable Expr simplerDifference(Expr a, Expr b, Exprs make) {
        if (Signs.isZero(b)) {
            return a;
        }
        if (Signs.isZero(a)) {
            return make.apply(NEG, b);
        }
        Expr minusB = Signs.negated(b, make);
        if (minusB != null) {
            return make.apply(ADD, a, minusB);
        }
        return a.op() == NEG ? make.apply(NEG, make.apply(ADD, a.operand(0), b)) : null;
    }

    private static @Nullable Expr simplerNegative(Expr x, Exprs make) {
        if (x.op() == SUB) {
            return make.apply(SUB, x.operand(1), x.operand(0));
        }
        if (x.op() == MUL) {
            for (int k = 0; k < 2; k++) {
                if (x.operand(k).isNumber()) {
                    return make.apply(MUL, make.number(-x.operand(k).number()), x.operand(1 - k));
                }
            }
        }
        return Signs.negated(x, make);
    }

    private static @Nullable Expr simplerProduct(Expr a, Expr b, Exprs make) {
        if (a == b) {
            return make.apply(SQUARE, a);
        }
        if (a.isNumber()) {
            return Signs.scaled(a.number(), b, make);
        }
        if (b.isNumber()) {
            return Signs.scaled(b.number(), a, make);
        }
        return Signs.outside(MUL, a, b, make);
    }

    private static @Nullable Expr simplerMagnitude(Expr x, Exprs make) {
        if (x.op() == NEG) {
            return make.apply(ABS, x.operand(0));
        }
        return x.op() == ABS || x.op() == SQUARE ? x : null;
    }
}
