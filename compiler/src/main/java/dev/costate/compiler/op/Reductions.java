package dev.costate.compiler.op;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The binders of the language in terms of sums, products, maxima and minima.
 *
 * <p>Those over exponentials are shifted by the largest element, m, taken as a constant by the derivative (its own
 * cancels): with e = exp(z - m), softmax is e/sum(e) ({@link Shares}) and logsumexp is m + log(sum(e)). The value of
 * that logarithm is computed as log1p of the sum without the largest element, so that it keeps its digits where that
 * element dominates.
 */
public final class Reductions {
    private final Exprs make;
    private final Predicate<List<Range>> countable;

    /**
     * @param countable whether the number of values of ranges is the product of their extents
     */
    public Reductions(Exprs make, Predicate<List<Range>> countable) {
        this.make = make;
        this.countable = countable;
    }

    public Expr sum(List<Range> ranges, @Nullable Expr where, Expr body) {
        return make.reduce(Reduction.SUM, ranges, where, body);
    }

    public Expr max(List<Range> ranges, @Nullable Expr where, Expr body) {
        return make.reduce(Reduction.MAX, ranges, where, body);
    }

    public Expr min(List<Range> ranges, @Nullable Expr where, Expr body) {
        return make.reduce(Reduction.MIN, ranges, where, body);
    }

    /** A product over one index at a time, over all of its range, so that its derivative is two scans. */
    public Expr product(List<Range> ranges, @Nullable Expr where, Expr body) {
        Expr product = where == null ? body : make.choose(where, body, make.number(1));
        for (int k = ranges.size() - 1; k >= 0; k--) {
            product = make.reduce(Reduction.PROD, List.of(ranges.get(k)), null, product);
        }
        return product;
    }

    public Expr norm(List<Range> ranges, @Nullable Expr where, Expr body) {
        return make.apply(Roots.NORM_ROOT, sum(ranges, where, make.apply(Arithmetic.SQUARE, body)));
    }

    public Expr count(List<Range> ranges, @Nullable Expr where) {
        if (where == null && countable.test(ranges)) {
            return make.integer(ranges.stream().map(Range::extent).reduce(Poly.ONE, Poly::times));
        }
        return sum(ranges, where, make.number(1));
    }

    public Expr logSumExp(List<Range> ranges, @Nullable Expr where, Expr body) {
        Expr largest = largest(ranges, where, body);
        Expr term = make.apply(Exponentials.EXP_DIFF, body, largest);
        return make.apply(Arithmetic.ADD, largest, logOfSum(ranges, where, body, largest, term));
    }

    /**
     * The same of elements that are log(weight) + exponent. As product of weight and e^exponent, its term moves with a
     * weight that is 0, where its logarithm is infinite.
     */
    public Expr logSumExp(List<Range> ranges, @Nullable Expr where, Expr body, Expr weight, Expr exponent) {
        Expr largest = largest(ranges, where, body);
        Expr term = make.apply(ZeroProducts.MUL_NO_NAN, weight, make.apply(Exponentials.EXP_DIFF, exponent, largest));
        return make.apply(Arithmetic.ADD, largest, logOfSum(ranges, where, body, largest, term));
    }

    /** log(Σ weight · e^body): shifted by the largest exponent of those with a weight, of whatever sign. */
    public Expr logOfWeighted(List<Range> ranges, @Nullable Expr where, Expr weight, Expr body) {
        Expr weighs = make.apply(Comparisons.NE, weight, make.number(0));
        Expr counts = where == null ? weighs : make.apply(Connectives.AND, where, weighs);
        Expr largest = largest(ranges, counts, body);
        Expr exponential = make.apply(Exponentials.EXP_DIFF, body, largest);
        Expr sum = sum(ranges, where, make.apply(Arithmetic.MUL, weight, exponential));
        return make.apply(Arithmetic.ADD, largest, make.apply(Logarithms.LOG, sum));
    }

    /**
     * What a share is asked of.
     *
     * @param counted whether it is known to be one of those that are summed, where the condition holds
     * @param where null for everywhere
     */
    public record Element(
            Expr value, boolean counted, @Nullable Expr where) {}

    public Expr softmax(List<Range> ranges, @Nullable Expr where, Expr body, Element here) {
        return new Shares(make, ranges, where, body).of(here);
    }

    public Expr logSoftmax(List<Range> ranges, @Nullable Expr where, Expr body, Element here) {
        Shares shares = new Shares(make, ranges, where, body);
        Expr largest = shares.largest();
        Expr term = make.apply(Exponentials.EXP_DIFF, body, largest);
        return shares.logOf(here, log1pOfOthers(ranges, where, body, largest, term));
    }

    private Expr largest(List<Range> ranges, @Nullable Expr where, Expr body) {
        return make.apply(Surrogates.DETACH, max(ranges, where, body));
    }

    /** log(sum(term)) where the term is exp(body - largest). */
    private Expr logOfSum(List<Range> ranges, @Nullable Expr where, Expr body, Expr largest, Expr term) {
        // This sum first, so that the others find its exponentials computed.
        Expr derivative = make.apply(Logarithms.LOG_SHIFTED, sum(ranges, where, term), largest);
        return make.apply(Surrogates.SURROGATE, log1pOfOthers(ranges, where, body, largest, term), derivative);
    }

    /** The value of that logarithm, from the sum without the largest element. */
    private Expr log1pOfOthers(List<Range> ranges, @Nullable Expr where, Expr body, Expr largest, Expr term) {
        Expr isLargest = make.apply(Comparisons.EQ, body, largest);
        Expr zero = make.number(0);
        Expr others = sum(ranges, where, make.choose(isLargest, zero, term));
        Expr ties = sum(ranges, where, make.choose(isLargest, make.number(1), zero));
        Expr atLeastOne = make.apply(Surrogates.SHIFTED_SUM, ties, zero);
        return make.apply(
                Logarithms.LOG1P,
                make.apply(Arithmetic.ADD, others, make.apply(Arithmetic.SUB, atLeastOne, make.number(1))));
    }
}
