package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.ir.Substitution;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Reductions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Variances and covariances in two passes: {@code sum(i) x[i] * y[i] - sum(i) x[i] * sum(i) y[i] / n}, as a whole or
 * divided by n on both sides, is the sum of the products of what x and y differ from their means by. The difference
 * loses about twice the digits that the means have before the first that differs between the elements.
 */
final class Moments {
    private final Rewriting rewriting;
    private final Exprs make;
    private final Reductions reductions;

    Moments(Rewriting rewriting, Reductions reductions) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
        this.reductions = reductions;
    }

    /** The difference in two passes, or null if it is no such. */
    @Nullable
    Expr central(Expr products, Expr means) {
        Factors first = factors(means);
        List<Expr> ofMeans = sums(first);
        if (ofMeans.isEmpty() || ofMeans.size() > 2) {
            return null;
        }
        Factors second = factors(products);
        List<Expr> ofProducts = sums(second);
        Expr x = ofMeans.get(0);
        Expr y = ofMeans.get(ofMeans.size() - 1);
        boolean two = ofMeans.size() == 2 ? first.exponent(x) == 1 && first.exponent(y) == 1 : first.exponent(x) == 2;
        for (Expr product : two ? ofProducts : List.<Expr>of()) {
            Expr central = second.exponent(product) == 1 ? central(product, x, y, second, first) : null;
            if (central != null) {
                return central;
            }
        }
        return null;
    }

    private Factors factors(Expr node) {
        Factors factors = new Factors(rewriting);
        factors.times(node, 1);
        return factors;
    }

    /** The sums among the factors, but those that just count. */
    private List<Expr> sums(Factors factors) {
        List<Expr> sums = new ArrayList<>();
        for (Expr base : factors.bases()) {
            boolean sum = base.head() instanceof Expr.Head.Reduce reduce
                    && reduce.reduction() == Reduction.SUM
                    && !base.operand(0).isNumber(1);
            if (sum) {
                sums.add(base);
            }
        }
        return sums;
    }

    private @Nullable Expr central(Expr product, Expr x, Expr y, Factors second, Factors first) {
        Rewriting.Opened elements = rewriting.open(product);
        Expr elementOfX = element(x, elements);
        Expr elementOfY = element(y, elements);
        if (elementOfX == null || elementOfY == null) {
            return null;
        }
        Factors body = factors(elements.body());
        if (!body.times(elementOfX, -1) || !body.times(elementOfY, -1) || !body.isOne()) {
            return null;
        }
        // What the one has as factors beside the product, over what the other has beside the sums, is their number.
        Factors ratio = new Factors(rewriting);
        ratio.times(second, 1);
        ratio.times(first, -1);
        ratio.times(product, -1);
        ratio.times(x, 1);
        ratio.times(y, 1);
        Expr count = count(elements, ratio);
        if (count == null) {
            return null;
        }
        second.times(product, -1);
        Expr ofX = make.apply(Arithmetic.SUB, elementOfX, make.apply(Quotients.DIV, x, count));
        Expr ofY = make.apply(Arithmetic.SUB, elementOfY, make.apply(Quotients.DIV, y, count));
        Expr sum = reductions.sum(elements.ranges(), elements.where(), make.apply(Arithmetic.MUL, ofX, ofY));
        second.times(sum, 1);
        return second.product();
    }

    /** The number of elements if the ratio is just that, or null. */
    private @Nullable Expr count(Rewriting.Opened elements, Factors ratio) {
        List<Expr> counts = new ArrayList<>(List.of(reductions.count(elements.ranges(), elements.where())));
        if (elements.where() == null) {
            counts.add(
                    make.integer(elements.ranges().stream().map(Range::extent).reduce(Poly.ONE, Poly::times)));
        }
        for (Expr count : counts) {
            Factors left = new Factors(rewriting);
            left.times(ratio, 1);
            left.times(count, -1);
            if (left.isOne()) {
                return count;
            }
        }
        return null;
    }

    /** The element of a sum where others are that are summed over the same, or null if it is over anything else. */
    private @Nullable Expr element(Expr sum, Rewriting.Opened others) {
        Rewriting.Opened own = rewriting.open(sum);
        if (own.ranges().size() != others.ranges().size()) {
            return null;
        }
        Map<Atom.Index, Poly> indices = new HashMap<>();
        for (int k = 0; k < own.ranges().size(); k++) {
            indices.put(
                    own.ranges().get(k).index(), Poly.of(others.ranges().get(k).index()));
        }
        Substitution there = new Substitution(make, indices);
        for (int k = 0; k < own.ranges().size(); k++) {
            Range range = own.ranges().get(k);
            Range other = others.ranges().get(k);
            if (!there.apply(range.from()).equals(other.from())
                    || !there.apply(range.to()).equals(other.to())) {
                return null;
            }
        }
        Expr where = own.where() == null ? null : there.apply(own.where());
        return where == others.where() ? there.apply(own.body()) : null;
    }
}
