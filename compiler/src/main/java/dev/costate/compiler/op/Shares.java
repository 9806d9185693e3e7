package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shares that exponentials have in their sum, softmax, and how they move. Values are e/Σe with e = exp(z - m) and m
 * the largest element. A common shift of all elements changes no share, so derivatives are those by differences to one
 * of the elements: to the one that has more than half of the sum, if there is one. Its own difference is constant, and
 * its adjoint is that of all other differences, negated: where a share is nearly 1, the adjoint of its element is
 * small, and as a difference to what it is nearly equal to would lose all digits.
 */
final class Shares {
    private final Exprs make;
    private final List<Range> ranges;
    private final @Nullable Expr where;
    private final Expr body;
    private final Expr largest;
    private final Expr sum;
    /** What moves as the element with more than half of the sum, if there is one; its value is of no use. */
    private final Expr reference;

    Shares(Exprs make, List<Range> ranges, @Nullable Expr where, Expr body) {
        this.make = make;
        this.ranges = ranges;
        this.where = where;
        this.body = body;
        this.largest = make.apply(Surrogates.DETACH, make.reduce(Reduction.MAX, ranges, where, body));
        this.sum = sum(exponential(body));
        Expr chosen = make.choose(dominates(body), make.number(1), make.number(0));
        this.reference = sum(make.apply(Arithmetic.MUL, chosen, body));
    }

    private Expr sum(Expr of) {
        return make.reduce(Reduction.SUM, ranges, where, of);
    }

    Expr largest() {
        return largest;
    }

    Expr exponential(Expr element) {
        return make.apply(Exponentials.EXP_DIFF, element, largest);
    }

    /** At most one element does. */
    private Expr dominates(Expr element) {
        return make.apply(Comparisons.LT, sum, make.apply(Arithmetic.MUL, make.number(2), exponential(element)));
    }

    /**
     * What moves as the difference of an element to the reference does; not at all for the reference itself. Its value
     * is of no use.
     */
    private Expr movement(Reductions.Element element) {
        Expr difference = make.apply(Arithmetic.SUB, element.value(), reference);
        if (!element.counted()) {
            return difference;
        }
        Expr dominates = dominates(element.value());
        Expr isReference =
                element.where() == null ? dominates : make.apply(Connectives.AND, element.where(), dominates);
        return make.apply(Arithmetic.MUL, make.choose(isReference, make.number(0), make.number(1)), difference);
    }

    /** The exponential, moving so. */
    private Expr moving(Reductions.Element element) {
        return make.apply(Exponentials.EXP_ALONG, exponential(element.value()), movement(element));
    }

    private Expr movingSum() {
        return make.apply(Surrogates.SHIFTED_SUM, sum, sum(moving(new Reductions.Element(body, true, null))));
    }

    /** The share of an element. */
    Expr of(Reductions.Element element) {
        return make.apply(Quotients.DIV, moving(element), movingSum());
    }

    /**
     * The logarithm of the share of an element.
     *
     * @param logOfSum that of the sum, as a value
     */
    Expr logOf(Reductions.Element element, Expr logOfSum) {
        Expr value = make.apply(Arithmetic.SUB, make.apply(Arithmetic.SUB, element.value(), largest), logOfSum);
        Expr moves =
                make.apply(Arithmetic.SUB, movement(element), make.apply(Logarithms.LOG_SHIFTED, movingSum(), largest));
        return make.apply(Surrogates.SURROGATE, value, moves);
    }
}
