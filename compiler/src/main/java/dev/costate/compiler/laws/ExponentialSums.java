package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Extremes;
import dev.costate.compiler.op.LogExponentials;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Sigmoids;
import dev.costate.compiler.op.Surrogates;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums of exponentials that are written term by term, {@code exp(x) + exp(y) + exp(z)}, and such with weights: their
 * logarithms and what is divided by them, without overflow.
 */
final class ExponentialSums {
    /** How deep products are searched for an exponential. */
    private static final int DEEPEST = 8;

    /** Longer sums are left as they are: several may have terms in common, which would be written again for each. */
    private static final int LONGEST = 32;

    private final Rewriting rewriting;
    private final Exprs make;
    private final LogWeights weights;

    ExponentialSums(Rewriting rewriting, LogWeights weights) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
        this.weights = weights;
    }

    /** A product of a weight and e to the exponent; an exponent of 0 for what has no exponential among its factors. */
    record Weighted(Expr weight, Expr exponent) {}

    /** The factors of a product, or null if none of them is an exponential. */
    @Nullable
    Weighted factors(Expr node) {
        return factors(node, DEEPEST);
    }

    private @Nullable Weighted factors(Expr named, int depth) {
        Expr node = rewriting.seen(named);
        if (node.op() == Exponentials.EXP) {
            return new Weighted(make.number(1), node.operand(0));
        }
        if (depth == 0) {
            return null;
        }
        if (node.op() == Arithmetic.NEG) {
            Weighted of = factors(node.operand(0), depth - 1);
            return of == null ? null : new Weighted(make.apply(Arithmetic.NEG, of.weight), of.exponent);
        }
        if (node.op() != Arithmetic.MUL && node.op() != Quotients.DIV) {
            return null;
        }
        Weighted first = factors(node.operand(0), depth - 1);
        if (first != null) {
            return new Weighted(make.apply(node.op(), first.weight, node.operand(1)), first.exponent);
        }
        Weighted second = node.op() == Arithmetic.MUL ? factors(node.operand(1), depth - 1) : null;
        return second == null
                ? null
                : new Weighted(make.apply(Arithmetic.MUL, node.operand(0), second.weight), second.exponent);
    }

    /** The terms of a sum, each an exponential with a weight or a number, at least one the former; or null. */
    private @Nullable List<Weighted> terms(Expr sum) {
        List<Weighted> terms = new ArrayList<>();
        Deque<Expr> open = new ArrayDeque<>(List.of(sum));
        boolean any = false;
        boolean number = false;
        while (!open.isEmpty()) {
            Expr node = rewriting.seen(open.pop());
            if (node.op() == Arithmetic.ADD) {
                open.push(node.operand(1));
                open.push(node.operand(0));
                continue;
            }
            Weighted exponential = factors(node);
            Weighted term = saturating(exponential == null ? new Weighted(node, make.number(0)) : exponential);
            any |= exponential != null;
            number |= node.isNumber();
            if ((term.exponent.isNumber(0) && !node.isNumber()) || terms.size() == LONGEST) {
                return null;
            }
            terms.add(term);
        }
        // With a number among them, a sum of what saturates is not lost in a tail.
        return any || !number ? terms : null;
    }

    /** Moves factors of the weight that vanish in a tail, such as a sigmoid, to the exponent as logarithms. */
    private Weighted saturating(Weighted term) {
        Expr weight = make.number(1);
        Expr exponent = term.exponent;
        Deque<Expr> open = new ArrayDeque<>(List.of(term.weight));
        while (!open.isEmpty()) {
            Expr named = open.pop();
            Expr node = rewriting.seen(named);
            if (node.op() == Arithmetic.MUL) {
                open.push(node.operand(1));
                open.push(node.operand(0));
                continue;
            }
            Expr logarithm = saturates(node) ? logarithmByLaw(node) : null;
            weight = logarithm == null ? make.apply(Arithmetic.MUL, weight, named) : weight;
            exponent = logarithm == null ? exponent : make.apply(Arithmetic.ADD, exponent, logarithm);
        }
        return exponent == term.exponent ? term : new Weighted(weight, exponent);
    }

    /** The logarithm of an operation, if there is a law for that, or null. */
    private @Nullable Expr logarithmByLaw(Expr of) {
        Expr plain = make.apply(Logarithms.LOG, of);
        Expr logarithm = rewriting.improve(plain);
        return logarithm == plain ? null : logarithm;
    }

    private static boolean saturates(Expr node) {
        Op op = node.op();
        if (op == null) {
            return false;
        }
        double[] from = new double[op.arity()];
        double[] to = new double[op.arity()];
        Arrays.fill(from, Double.NEGATIVE_INFINITY);
        Arrays.fill(to, Double.POSITIVE_INFINITY);
        return op.least(from, to) >= 0 && op.greatest(from, to) <= Double.MAX_VALUE;
    }

    /** The logarithm of a sum of at least two terms, or null if it is no such sum. */
    @Nullable
    Expr logarithm(Expr sum) {
        List<Weighted> terms = sum.op() == Arithmetic.ADD ? terms(sum) : null;
        if (terms == null) {
            return sum.op() == Arithmetic.ADD ? ofNumberAndExponential(sum) : null;
        }
        return terms.stream().allMatch(t -> isPositive(t.weight)) ? logAddExp(exponents(terms)) : shifted(terms);
    }

    /** log(x + w e^z) as z + log(x e^-z + w) where z is positive and e^z may be infinite. */
    private @Nullable Expr ofNumberAndExponential(Expr sum) {
        for (int k = 0; k < 2; k++) {
            Weighted term = factors(sum.operand(k));
            Expr x = sum.operand(1 - k);
            if (term != null && term.weight.isNumber() && factors(x) == null) {
                Expr less = make.apply(Exponentials.EXP, make.apply(Arithmetic.NEG, term.exponent));
                Expr shifted = make.apply(Arithmetic.MUL, x, less);
                Expr log = term.weight.isNumber(1)
                        ? make.apply(Logarithms.LOG1P, shifted)
                        : make.apply(Logarithms.LOG, make.apply(Arithmetic.ADD, term.weight, shifted));
                return make.choose(
                        make.apply(Comparisons.LT, make.number(0), term.exponent),
                        make.apply(Arithmetic.ADD, term.exponent, log),
                        make.apply(Logarithms.LOG, sum));
            }
        }
        return null;
    }

    private static boolean isPositive(Expr weight) {
        return weight.isNumber() && weight.number() > 0;
    }

    private List<Expr> exponents(List<Weighted> terms) {
        return terms.stream()
                .map(t -> make.apply(Arithmetic.ADD, make.number(Math.log(t.weight.number())), t.exponent))
                .toList();
    }

    private Expr logAddExp(List<Expr> exponents) {
        Expr result = exponents.get(0);
        for (Expr exponent : exponents.subList(1, exponents.size())) {
            boolean softplus = result.isNumber(0) || exponent.isNumber(0);
            result = softplus
                    ? make.apply(Sigmoids.SOFTPLUS, result.isNumber(0) ? exponent : result)
                    : make.apply(LogExponentials.LOGADDEXP, result, exponent);
        }
        return result;
    }

    /** m + log(Σ w e^(z - m)) with m the largest exponent of those that count. */
    private Expr shifted(List<Weighted> terms) {
        Expr none = make.number(Double.NEGATIVE_INFINITY);
        Expr largest = none;
        for (Weighted t : terms) {
            Expr counts = make.apply(Comparisons.NE, t.weight, make.number(0));
            largest = make.apply(Extremes.MAX, largest, make.choose(counts, t.exponent, none));
        }
        Expr shift = make.apply(Surrogates.DETACH, largest);
        Expr sum = make.number(0);
        for (Weighted t : terms) {
            sum = make.apply(
                    Arithmetic.ADD,
                    sum,
                    make.apply(Arithmetic.MUL, t.weight, make.apply(Exponentials.EXP_DIFF, t.exponent, shift)));
        }
        Expr logarithm = make.apply(Arithmetic.ADD, shift, make.apply(Logarithms.LOG, sum));
        for (int k = 0; k < 2 && terms.size() == 2; k++) {
            Weighted one = terms.get(k);
            if (one.weight.isNumber(1) && one.exponent.isNumber(0)) {
                return nearOne(terms.get(1 - k), logarithm);
            }
        }
        return logarithm;
    }

    /** log(1 + w e^z), of a small term by log1p. */
    private Expr nearOne(Weighted term, Expr logarithm) {
        Expr small = make.apply(Arithmetic.MUL, term.weight, make.apply(Exponentials.EXP, term.exponent));
        return make.choose(
                make.apply(Comparisons.LE, term.exponent, make.number(0)),
                make.apply(Logarithms.LOG1P, small),
                logarithm);
    }

    /**
     * {@code exponent - log(sum)} where the exponential is one of the terms: minus the softplus of the others less it.
     */
    @Nullable
    Expr logOfShare(Expr exponent, Expr sum) {
        List<Weighted> terms = sum.op() == Arithmetic.ADD ? terms(sum) : null;
        if (terms == null || !terms.stream().allMatch(t -> isPositive(t.weight))) {
            return null;
        }
        List<Expr> others = new ArrayList<>(exponents(terms));
        return others.remove(exponent)
                ? lessOthers(exponent, others)
                : make.apply(Arithmetic.SUB, exponent, logAddExp(others));
    }

    /** The same for {@code exponent - logaddexp(…)}, or null if the exponent is not one of those. */
    @Nullable
    Expr lessLogAddExp(Expr exponent, Expr logAddExp) {
        List<Expr> others = new ArrayList<>();
        Deque<Expr> open = new ArrayDeque<>(List.of(logAddExp));
        while (!open.isEmpty() && others.size() <= LONGEST) {
            Expr node = open.pop();
            if (node.op() == LogExponentials.LOGADDEXP) {
                open.push(node.operand(1));
                open.push(node.operand(0));
            } else {
                others.add(node);
            }
        }
        return open.isEmpty() && others.remove(exponent) ? lessOthers(exponent, others) : null;
    }

    /** The logaddexp with the derivative of a sum with weights, if its exponents have logarithms among their terms. */
    @Nullable
    Expr weighted(Expr logAddExp) {
        List<Weighted> terms = new ArrayList<>();
        boolean any = false;
        for (Expr exponent : logAddExp.operands()) {
            LogWeights.Weighted term = weights.of(exponent);
            any |= term != null;
            terms.add(
                    term == null
                            ? new Weighted(make.number(1), exponent)
                            : new Weighted(term.weight(), term.exponent()));
        }
        return any ? make.apply(Surrogates.SURROGATE, logAddExp, shifted(terms)) : null;
    }

    /** −log(1 + Σ e^(other − exponent)). */
    private Expr lessOthers(Expr exponent, List<Expr> others) {
        return make.apply(
                Arithmetic.NEG, make.apply(Sigmoids.SOFTPLUS, make.apply(Arithmetic.SUB, logAddExp(others), exponent)));
    }
}
