package dev.costate.compiler.op;

import static dev.costate.compiler.op.Arithmetic.MUL;
import static dev.costate.compiler.op.Arithmetic.NEG;
import static dev.costate.compiler.op.Arithmetic.SUB;
import static dev.costate.compiler.op.OpDefinition.binary;
import static dev.costate.compiler.op.OpDefinition.infix;
import static dev.costate.compiler.op.OpDefinition.ternary;
import static dev.costate.compiler.op.ZeroProducts.ZERO_MUL;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.runtime.Advice;
import dev.costate.runtime.Elementary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The quotient. Its derivatives are quotients again, of few operations and right where it is singular. */
public final class Quotients {
    static final Family FAMILY = new Family();

    /** a / b. Since ∂(a/b)/∂b = -(a/b) ∂(a/b)/∂a, the ratio of the two is -(a/b). */
    public static final Op DIV = FAMILY.internal(infix("/", (a, b) -> a / b)
            .rounding((quotient, a) -> Roundoff.quotient(quotient, a[0], a[1]))
            .byFirst(() -> Quotients.DIV_DX)
            .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(Quotients.DIV, result, b)))
            .ratio((k, a, result, make) -> make.apply(NEG, result))
            .along(Quotients::along)
            .coefficient(Quotients::coefficient)
            .singular()
            .regular(least -> least[1] > 0)
            .simplify(Quotients::simpler)
            .least(least -> least[0] >= 0 && least[1] >= 0 ? 0 : Double.NEGATIVE_INFINITY)
            .advice(Advice.QUOTIENT)
            .law("1 / u - 1 / (1 + u)", "1 / u / (1 + u)")
            .law("1 / (1 + u) - 1 / u", "-1 / u / (1 + u)")
            .law("u / (1 + u) - 1", "-1 / (1 + u)")
            .law("1 - u / (1 + u)", "1 / (1 + u)")
            .law("1 / (1 + u) - 1", "surrogate(-u / (1 + u), 1 / (1 + u) - 1)")
            .law("1 / (1 - u) - 1", "surrogate(u / (1 - u), 1 / (1 - u) - 1)")
            .law("1 - 1 / (1 + u)", "surrogate(u / (1 + u), 1 - 1 / (1 + u))")
            .vanishes(operand -> operand[0])
            .cost(4)
            .smoothOn(-3, 3, 0.5, 3));

    /** ∂(a/b)/∂a = 1/b, but NaN where the quotient is: 0/0 and ∞/∞. */
    public static final Op DIV_DX = FAMILY.internal(binary("div_dx", Elementary::divDx, "Elementary.divDx")
            .flatIn(0)
            .bySecond((a, b, result, make) -> make.apply(NEG, make.apply(DIV, result, b)))
            .singular()
            .regular(least -> least[1] > 0)
            .simplify(Quotients::simplerReciprocal)
            .cost(5)
            .smoothOn(-3, 3, 0.5, 3));

    /** f ∂(x/y)/∂x = f/y, but 0 where f is 0 or y infinite, and NaN where x/y is. The ratio is that of a quotient. */
    public static final Op DIV_ALONG = FAMILY.internal(ternary("div_along", Elementary::divAlong, "Elementary.divAlong")
            .byFirst((f, x, y, result, make) -> make.apply(DIV_DX, x, y))
            .flatIn(1)
            .byThird((f, x, y, result, make) -> make.apply(NEG, make.apply(DIV, result, y)))
            .ratio((k, a, result, make) -> k == 2 ? make.apply(NEG, result) : null)
            .along((k, factor, a, make) -> k > 0 ? null : make.apply(Quotients.DIV_ALONG, factor, a.get(1), a.get(2)))
            .singular()
            .steep()
            .regular(least -> least[2] > 0)
            .simplify(Quotients::simplerAlong)
            .cost(5)
            .smoothOn(-3, 3, -3, 3, 0.5, 3));

    private Quotients() {}

    /** Times 1/b is by b, where b is not a constant. */
    private static @Nullable Expr along(int k, Expr factor, List<Expr> a, Exprs make) {
        boolean plain = make.apply(DIV_DX, a.get(0), a.get(1)).op() != DIV_DX;
        return k > 0 || plain ? null : make.apply(DIV_ALONG, factor, a.get(0), a.get(1));
    }

    /** From q b = a: the partial derivatives are quotients again, of other operands each time. */
    private static Expr coefficient(int order, List<Expr> a, Expr result, Op.Coefficients known, Exprs make) {
        Expr rest = known.of(a.get(0), order);
        for (int k = 0; k < order; k++) {
            Expr product = make.apply(ZERO_MUL, known.of(result, k), known.of(a.get(1), order - k));
            rest = make.apply(SUB, rest, product);
        }
        Expr along = along(0, rest, a, make);
        return along == null ? make.apply(MUL, rest, make.apply(DIV_DX, a.get(0), a.get(1))) : along;
    }

    private static @Nullable Expr simpler(Expr a, Expr b, Exprs make) {
        if (b.isNumber() && Signs.isPowerOfTwo(b.number())) {
            return make.apply(MUL, make.number(1 / b.number()), a);
        }
        if (a.op() == NEG) {
            return make.apply(NEG, make.apply(DIV, a.operand(0), b));
        }
        return b.op() == NEG ? make.apply(NEG, make.apply(DIV, a, b.operand(0))) : null;
    }

    /** 1/b where b is neither 0 nor infinite: a size isn't, nor is what a softmax divides by. */
    private static @Nullable Expr simplerReciprocal(Expr a, Expr b, Exprs make) {
        boolean plain = b.isNumber()
                ? b.number() != 0 && !Double.isInfinite(b.number())
                : b.head() instanceof Expr.Head.Whole || Exponentials.isShifted(a);
        return plain ? make.apply(DIV, make.number(1), b) : null;
    }

    private static @Nullable Expr simplerAlong(Expr f, Expr x, Expr y, Exprs make) {
        if (f.isNumber()) {
            Expr partial = make.apply(DIV_DX, x, y);
            return f.number() == 0 ? f : f.number() == 1 ? partial : null;
        }
        return f.op() == NEG ? make.apply(NEG, make.apply(DIV_ALONG, f.operand(0), x, y)) : null;
    }
}
