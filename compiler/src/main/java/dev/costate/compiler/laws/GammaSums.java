package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.GammaFunctions;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.LogarithmsOfProducts;
import dev.costate.compiler.op.Quotients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sums in which two logarithms of the gamma function and logarithms cancel, as in the densities of Student's t and the
 * negative binomial as books have them. With lgamma(a + d) - lgamma(a) as {@code lgamma_step(a, d)} and d log a, the
 * logarithms are collected by what they are of; those of a then cancel, or are with those of a + z logarithms of 1 +
 * z/a. Where neither is so, a sum stays as it is written.
 */
final class GammaSums {
    private final Rewriting rewriting;
    private final Exprs make;

    GammaSums(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
    }

    /** A sum on its way: what is no logarithm, and what each logarithm is multiplied by. */
    private final class Sum {
        final Linear rest = new Linear();
        final Map<Expr, Linear> logarithms = new LinkedHashMap<>();

        /** Adds a product of a factor and the logarithm of a product. */
        boolean logarithm(Linear factor, Expr of) {
            Factors factors = new Factors(rewriting);
            if (!factors.times(of, 1) || factors.constant() <= 0) {
                return false;
            }
            for (Expr base : factors.bases()) {
                logarithms.computeIfAbsent(base, b -> new Linear()).plus(factor, factors.exponent(base));
            }
            double constant = Math.log(factors.constant());
            rest.plus(factor, constant);
            return true;
        }

        /** Adds a product of a factor and log(1 + a/b). */
        boolean growth(Linear factor, Expr a, Expr b) {
            return logarithm(factor, make.apply(Arithmetic.ADD, a, b)) && logarithm(new Linear().plus(factor, -1), b);
        }

        void plus(Sum other) {
            rest.plus(other.rest, 1);
            other.logarithms.forEach((base, factor) ->
                    logarithms.computeIfAbsent(base, b -> new Linear()).plus(factor, 1));
        }
    }

    /** The sum rewritten, or null if there is nothing to cancel. */
    @Nullable
    Expr of(Expr sum) {
        Expr plain = of(sum, false);
        return plain == null ? of(sum, true) : plain;
    }

    /** @param opened whether logarithms of 1 + a/b are taken as those of a + b and of b */
    private @Nullable Expr of(Expr sum, boolean opened) {
        Linear terms = new Linear().plus(sum, 1);
        Linear gammas = new Linear();
        Sum result = new Sum();
        terms.terms.forEach((term, factor) -> sort(term, factor, opened, gammas, result));
        result.rest.constant += terms.constant;
        if (gammas.terms.size() < 2) {
            return null;
        }
        boolean any = false;
        for (Expr a : new ArrayList<>(gammas.terms.keySet())) {
            any |= step(a, gammas, result);
        }
        if (!any) {
            return null;
        }
        gammas.terms.forEach((of, factor) -> result.rest.plusTerm(make.apply(GammaFunctions.LGAMMA, of), factor));
        return build(result);
    }

    private void sort(Expr term, double factor, boolean opened, Linear gammas, Sum result) {
        if (term.op() == GammaFunctions.LGAMMA) {
            gammas.plusTerm(term.operand(0), factor);
        } else if (term.op() == GammaFunctions.LBETA) {
            Expr a = term.operand(0);
            Expr b = term.operand(1);
            gammas.plusTerm(a, factor).plusTerm(b, factor).plusTerm(make.apply(Arithmetic.ADD, a, b), -factor);
        } else {
            Linear one = new Linear();
            one.constant = factor;
            Sum logarithms = logarithmic(term, one, opened);
            if (logarithms == null) {
                result.rest.plusTerm(term, factor);
            } else {
                result.plus(logarithms);
            }
        }
    }

    /** What a product of the factor and a term is as logarithms, or null if it is none. */
    private @Nullable Sum logarithmic(Expr term, Linear factor, boolean opened) {
        Sum one = new Sum();
        Op op = term.op();
        boolean all = false;
        if (op == Logarithms.LOG) {
            all = one.logarithm(factor, term.operand(0));
        } else if (op == LogarithmsOfProducts.LOG_QUOTIENT || op == LogarithmsOfProducts.LOG_PRODUCT) {
            Op inner = op == LogarithmsOfProducts.LOG_QUOTIENT ? Quotients.DIV : Arithmetic.MUL;
            all = one.logarithm(factor, make.apply(inner, term.operand(0), term.operand(1)));
        } else if (op == LogarithmsOfProducts.LOG_PRODUCT3 || op == LogarithmsOfProducts.LOG_PRODUCT_QUOTIENT) {
            Op outer = op == LogarithmsOfProducts.LOG_PRODUCT3 ? Arithmetic.MUL : Quotients.DIV;
            Expr product = make.apply(Arithmetic.MUL, term.operand(0), term.operand(1));
            all = one.logarithm(factor, make.apply(outer, product, term.operand(2)));
        } else if (op == LogarithmsOfProducts.LOG_GROWTH || (op == LogarithmsOfProducts.LOG1P_QUOTIENT && opened)) {
            all = one.growth(factor, term.operand(0), term.operand(1));
        } else if (op == Logarithms.LOG1P && opened) {
            Expr ratio = rewriting.seen(term.operand(0));
            all = ratio.op() == Quotients.DIV && one.growth(factor, ratio.operand(0), ratio.operand(1));
        } else if (factor.terms.isEmpty()) {
            return timesLogarithm(term, factor.constant, opened);
        }
        return all ? one : null;
    }

    /** What a product with a logarithm, or with a sum of some, is as logarithms; null if the term is none. */
    private @Nullable Sum timesLogarithm(Expr term, double factor, boolean opened) {
        Op op = term.op();
        if (op == Logarithms.XLOGY || op == Logarithms.XLOG1PY) {
            Expr of = make.apply(op == Logarithms.XLOGY ? Logarithms.LOG : Logarithms.LOG1P, term.operand(1));
            return logarithmic(of, new Linear().plus(term.operand(0), factor), opened);
        } else if (op == LogarithmsOfProducts.LOG1P_SCALED && opened) {
            Sum one = new Sum();
            Expr b = term.operand(1);
            return one.growth(new Linear().plus(b, factor), term.operand(0), b) ? one : null;
        } else if (op == Arithmetic.MUL && opened) {
            Sum first = logarithms(term.operand(1), new Linear().plus(term.operand(0), factor));
            return first == null ? logarithms(term.operand(0), new Linear().plus(term.operand(1), factor)) : first;
        }
        return null;
    }

    /** What a product of the factor and a sum of logarithms is as logarithms, or null if the sum has other terms. */
    private @Nullable Sum logarithms(Expr sum, Linear factor) {
        Linear terms = new Linear().plus(sum, 1);
        Sum all = new Sum();
        all.rest.plus(factor, terms.constant);
        for (Map.Entry<Expr, Double> term : terms.terms.entrySet()) {
            Sum one = logarithmic(term.getKey(), new Linear().plus(factor, term.getValue()), true);
            if (one == null) {
                return null;
            }
            all.plus(one);
        }
        return all;
    }

    /** Makes a step of lgamma of two of them, if one is at a of which there are logarithms. */
    private boolean step(Expr a, Linear gammas, Sum result) {
        double factor = -gammas.terms.getOrDefault(a, 0.0);
        for (Expr sum : new ArrayList<>(gammas.terms.keySet())) {
            if (factor == 0 || sum == a || gammas.terms.getOrDefault(sum, 0.0) != factor) {
                continue;
            }
            Linear step = new Linear().plus(sum, 1).plus(a, -1);
            Linear whole = new Linear().plus(sum, 1);
            if (step.terms.size() >= whole.terms.size() || !cancels(a, step, factor, result)) {
                continue;
            }
            gammas.plusTerm(sum, -factor).plusTerm(a, factor);
            result.rest.plusTerm(make.apply(GammaFunctions.LGAMMA_STEP, a, step.sum(make)), factor);
            result.logarithm(new Linear().plus(step, factor), a);
            return true;
        }
        return false;
    }

    /** Whether d log a leaves no logarithm of a, or one with that of a + z. */
    private boolean cancels(Expr a, Linear step, double factor, Sum result) {
        Factors of = new Factors(rewriting);
        if (!of.times(a, 1) || of.constant() <= 0 || of.bases().size() != 1) {
            return false;
        }
        Expr base = of.bases().iterator().next();
        if (of.exponent(base) != 1) {
            return false;
        }
        Linear left = new Linear().plus(step, factor);
        Linear coefficient = result.logarithms.get(base);
        if (coefficient != null) {
            left.plus(coefficient, 1);
        }
        return left.isZero() || partner(base, left, result) != null;
    }

    /** A sum that has the base as a term, and the opposite coefficient; or null. */
    private @Nullable Expr partner(Expr base, Linear coefficient, Sum result) {
        for (Map.Entry<Expr, Linear> other : result.logarithms.entrySet()) {
            Double part = new Linear().plus(other.getKey(), 1).terms.get(base);
            boolean sum = other.getKey() != base && part != null && part == 1;
            if (sum
                    && new Linear()
                            .plus(other.getValue(), 1)
                            .plus(coefficient, 1)
                            .isZero()) {
                return other.getKey();
            }
        }
        return null;
    }

    private Expr build(Sum result) {
        for (Expr base : List.copyOf(result.logarithms.keySet())) {
            Linear coefficient = result.logarithms.get(base);
            Expr partner = coefficient == null || coefficient.isZero() ? null : partner(base, coefficient, result);
            if (coefficient != null && partner != null) {
                Expr z = new Linear().plus(partner, 1).plusTerm(base, -1).sum(make);
                growth(coefficient, z, base, result.rest);
                result.logarithms.keySet().removeAll(Set.of(base, partner));
            }
        }
        result.logarithms.forEach((base, coefficient) -> {
            coefficient.terms.forEach(
                    (term, factor) -> result.rest.plusTerm(make.apply(Logarithms.XLOGY, term, base), factor));
            if (coefficient.constant != 0) {
                result.rest.plusTerm(make.apply(Logarithms.LOG, base), coefficient.constant);
            }
        });
        return split(result.rest).sum(make);
    }

    /** Takes from the sum the coefficient times log(1 + z/x). */
    private void growth(Linear coefficient, Expr z, Expr x, Linear sum) {
        Expr ratio = make.apply(Quotients.DIV, z, x);
        coefficient.terms.forEach((term, factor) -> sum.plusTerm(
                term == x
                        ? make.apply(LogarithmsOfProducts.LOG1P_SCALED, z, x)
                        : make.apply(Logarithms.XLOG1PY, term, ratio),
                -factor));
        if (coefficient.constant != 0) {
            sum.plusTerm(make.apply(Logarithms.LOG1P, ratio), -coefficient.constant);
        }
    }

    /** Divides (x + c) log(1 + z/x) into its parts. */
    private Linear split(Linear sum) {
        Linear parts = new Linear();
        parts.constant = sum.constant;
        sum.terms.forEach((term, factor) -> {
            boolean scaled = term.op() == Logarithms.XLOG1PY && term.operand(1).op() == Quotients.DIV;
            Linear coefficient = scaled ? new Linear().plus(term.operand(0), -factor) : new Linear();
            if (scaled && coefficient.terms.containsKey(term.operand(1).operand(1))) {
                growth(coefficient, term.operand(1).operand(0), term.operand(1).operand(1), parts);
            } else {
                parts.plusTerm(term, factor);
            }
        });
        return parts;
    }
}
