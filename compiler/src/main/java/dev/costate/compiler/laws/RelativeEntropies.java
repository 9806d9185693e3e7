package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Quotients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums of terms x log(x/y) that nearly cancel where x and y are nearly the same, as divergences of distributions and
 * deviances are. With x log(x/y) as x - y and a term that is small of second order, the differences x - y cancel each
 * other or other terms. Where they do not, a sum stays as it is written.
 */
final class RelativeEntropies {
    private final Exprs make;
    private final Rewriting rewriting;

    RelativeEntropies(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
    }

    /** x log(x/y). */
    private record Entropy(Expr x, Expr y) {}

    /** A sum on its way. */
    private final class Sum {
        final Linear rest = new Linear();
        final Map<Entropy, Double> entropies = new LinkedHashMap<>();
        /** What x is multiplied with logarithms of, for each x. */
        final Map<Expr, Linear> logarithms = new LinkedHashMap<>();

        void add(Expr term, double factor) {
            if (term.op() == Logarithms.XLOGY) {
                logarithm(term.operand(0), term.operand(1), factor);
            } else if (term.op() != Arithmetic.MUL || !times(term.operand(0), term.operand(1), factor)) {
                boolean other = term.op() == Arithmetic.MUL && times(term.operand(1), term.operand(0), factor);
                rest.plusTerm(term, other ? 0 : factor);
            }
        }

        private void logarithm(Expr x, Expr of, double factor) {
            Expr ratio = rewriting.seen(of);
            Linear sum = logarithms.computeIfAbsent(x, key -> new Linear());
            if (ratio.op() == Quotients.DIV) {
                sum.plusTerm(ratio.operand(0), factor).plusTerm(ratio.operand(1), -factor);
            } else {
                sum.plusTerm(of, factor);
            }
        }

        /** Adds x times a difference of logarithms; whether it is one. */
        private boolean times(Expr x, Expr sum, double factor) {
            Map<Expr, Double> terms = new Linear().plus(rewriting.seen(sum), factor).terms;
            if (terms.size() != 2 || terms.keySet().stream().anyMatch(term -> argument(term) == null)) {
                return false;
            }
            terms.forEach((term, own) -> {
                Expr of = argument(term);
                if (of != null) {
                    logarithm(x, of, own);
                }
            });
            return true;
        }

        /** Takes x log(x/y) out of the products with logarithms. */
        void pair() {
            logarithms.forEach((x, sum) -> {
                double own = sum.terms.getOrDefault(x, 0.0);
                for (Expr y : List.copyOf(sum.terms.keySet())) {
                    if (own != 0 && y != x && sum.terms.getOrDefault(y, 0.0) == -own) {
                        entropies.merge(new Entropy(x, y), own, Double::sum);
                        sum.plusTerm(x, -own).plusTerm(y, own);
                        own = 0;
                    }
                }
            });
        }
    }

    /** What the node is the logarithm of, or null. */
    private @Nullable Expr argument(Expr node) {
        Op op = node.op();
        if (op == Logarithms.LOG) {
            return node.operand(0);
        } else if (op != Logarithms.LOG1P) {
            return null;
        }
        Expr of = node.operand(0);
        return of.op() == Arithmetic.NEG
                ? make.apply(Arithmetic.SUB, make.number(1), of.operand(0))
                : make.apply(Arithmetic.ADD, make.number(1), of);
    }

    /** The sum rewritten, or null if nothing cancels. */
    @Nullable
    Expr of(Expr sum) {
        Linear terms = new Linear().plus(sum, 1);
        if (terms.terms.keySet().stream().noneMatch(RelativeEntropies::isProduct)) {
            return null;
        }
        Sum result = new Sum();
        result.rest.constant = terms.constant;
        terms.terms.forEach(result::add);
        result.pair();
        boolean whole = result.logarithms.values().stream().allMatch(Linear::isZero);
        Linear before = new Linear().plus(result.rest, 1);
        result.entropies.forEach(
                (entropy, factor) -> result.rest.plus(entropy.x, factor).plus(entropy.y, -factor));
        int left = size(result.rest);
        boolean cancels = left < size(before) || (left == size(before) && result.entropies.size() > 1);
        return whole && cancels && !result.entropies.isEmpty() ? expression(result) : null;
    }

    private static boolean isProduct(Expr term) {
        return term.op() == Logarithms.XLOGY || term.op() == Arithmetic.MUL;
    }

    private static int size(Linear sum) {
        return sum.terms.size() + (sum.constant == 0 ? 0 : 1);
    }

    private Expr expression(Sum sum) {
        Expr result = make.number(sum.rest.constant);
        for (Map.Entry<Entropy, Double> term : sum.entropies.entrySet()) {
            Expr entropy = make.apply(Logarithms.RELATIVE_ENTROPY, term.getKey().x, term.getKey().y);
            result = make.apply(
                    Arithmetic.ADD, result, make.apply(Arithmetic.MUL, make.number(term.getValue()), entropy));
        }
        for (Map.Entry<Expr, Double> term : sum.rest.terms.entrySet()) {
            Expr product = make.apply(Arithmetic.MUL, make.number(term.getValue()), term.getKey());
            result = make.apply(Arithmetic.ADD, result, product);
        }
        return result;
    }
}
