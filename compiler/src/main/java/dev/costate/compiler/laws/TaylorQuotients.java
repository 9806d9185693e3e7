package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Exponentials;
import dev.costate.compiler.op.Hyperbolic;
import dev.costate.compiler.op.Quotients;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sums that vanish with a variable v as a power of it does, in quotients in which such a power cancels: {@code
 * (sin(v)/v - cos(v))/v^2}. Where functions f(v) are their Taylor polynomials and vᵏ times {@link Op.Taylor#remainder
 * remainders}, the polynomials cancel, and the sum is vᵐ times one of remainders. Also sums of quotients whose poles
 * cancel, {@code 1/v - 1/tan(v)}. Where there are several remainders, what is divided by one, or powers of v are left,
 * that is so for small v only: elsewhere it stays as it is written, where nothing cancels. Long, since how a sum
 * vanishes and what is left of it are one calculation.
 */
final class TaylorQuotients {
    /** Sums that vanish as a higher power are left as they are. */
    private static final int HIGHEST = 16;
    /** Coefficients that are sums of others and less than this part of them are 0 but for rounding. */
    private static final double CANCELLED = 0x1p-50;

    private final Rewriting rewriting;
    private final Exprs make;
    private final TaylorTerms terms;

    TaylorQuotients(Rewriting rewriting) {
        this.rewriting = rewriting;
        this.make = rewriting.make();
        this.terms = new TaylorTerms(rewriting);
    }

    /**
     * The product of a constant, other factors, vᵉ and perhaps a function of a constant times v.
     *
     * @param others with their exponents
     * @param function null for none
     */
    private record Term(
            double constant,
            Map<Expr, Integer> others,
            int power,
            @Nullable Expr function,
            double scale) {
        /** The coefficient of v to the power p. */
        double coefficient(int p) {
            int j = p - power;
            if (j < 0 || function == null) {
                return j == 0 ? constant : 0;
            }
            return constant * Math.pow(scale, j) * TaylorTerms.coefficient(function, j);
        }

        double near() {
            Op.Taylor taylor = function == null ? null : TaylorTerms.seriesOf(function);
            return taylor == null ? Double.POSITIVE_INFINITY : taylor.near() / Math.abs(scale);
        }
    }

    /**
     * A sum as a quotient.
     *
     * @param variable v, as powers
     * @param divisor null for 1
     */
    private record Fraction(
            Map<Expr, Integer> variable,
            List<Term> terms,
            @Nullable Fraction divisor) {
        /** The power of v that the sum is; more than {@link #HIGHEST} from its lowest for 0. */
        int order() {
            Map<Map<Expr, Integer>, List<Term>> groups = new LinkedHashMap<>();
            terms.forEach(t ->
                    groups.computeIfAbsent(t.others, o -> new ArrayList<>()).add(t));
            int lowest = lowest();
            return groups.values().stream()
                    .mapToInt(group -> order(group, lowest))
                    .min()
                    .orElse(lowest);
        }

        /** The power of v that the divisor is. */
        int least() {
            return divisor == null ? 0 : divisor.order();
        }

        /** Beyond it nothing cancels. */
        double near() {
            double near = terms.stream().mapToDouble(Term::near).min().orElse(0);
            return divisor == null ? near : Math.min(near, divisor.near());
        }

        int lowest() {
            return terms.stream().mapToInt(Term::power).min().orElse(0);
        }

        static int order(List<Term> group, int lowest) {
            int order = lowest;
            while (order <= lowest + HIGHEST && vanishes(group, order)) {
                order++;
            }
            return order;
        }

        private static boolean vanishes(List<Term> group, int power) {
            double sum = group.stream().mapToDouble(t -> t.coefficient(power)).sum();
            double size = group.stream()
                    .mapToDouble(t -> Math.abs(t.coefficient(power)))
                    .sum();
            return Math.abs(sum) <= CANCELLED * size;
        }
    }

    /** The quotient, or product with a quotient, without what cancels; null if there is nothing. */
    @Nullable
    Expr quotient(Expr node) {
        terms.asPowers(false);
        Expr plain = simpler(node);
        terms.asPowers(true);
        Expr made = plain == null ? simpler(node) : plain;
        terms.asPowers(false);
        return made;
    }

    private @Nullable Expr simpler(Expr node) {
        Factors whole = new Factors(rewriting);
        if (!whole.times(terms.before(node), 1)) {
            return null;
        }
        for (Map.Entry<Expr, Integer> power : whole.powers().entrySet()) {
            Expr base = power.getKey();
            Fraction fraction = terms.isCandidate(base) ? fraction(base) : null;
            Factors rest = fraction == null ? null : whole.with(base, make.number(1), 1);
            if (fraction == null || rest == null) {
                continue;
            }
            int order = fraction.order();
            int least = fraction.least();
            Factors powers = power(fraction.variable, (order - least) * power.getValue());
            if (order > fraction.lowest() && order <= fraction.lowest() + HIGHEST && cancels(powers, rest)) {
                return made(node, fraction, order, least, power.getValue(), rest, powers);
            }
        }
        return null;
    }

    /** The sum without the poles of its terms, where they cancel; null where there are none that do. */
    @Nullable
    Expr sum(Expr node) {
        Linear odd = withoutExponentials(new Linear().plus(node, 1));
        if (odd == null) {
            return sum(node, node);
        }
        double constant = odd.constant;
        odd.constant = 0;
        Expr made = sum(odd.sum(make), make.apply(Arithmetic.SUB, node, make.number(constant)));
        return made == null ? null : make.apply(Arithmetic.ADD, made, make.number(constant));
    }

    /** 1/(eˣ − 1) as (1/tanh(x/2) − 1)/2, since the former is odd and 1/2 no part of what cancels; null for others. */
    private @Nullable Linear withoutExponentials(Linear sum) {
        Linear odd = new Linear().plus(sum, 1);
        boolean any = false;
        for (Map.Entry<Expr, Double> term : sum.terms.entrySet()) {
            Factors factors = new Factors(rewriting);
            boolean few = factors.times(term.getKey(), 1);
            for (Expr base : few ? List.copyOf(factors.bases()) : List.<Expr>of()) {
                if (base.op() == Exponentials.EXPM1 && factors.exponent(base) == -1) {
                    Expr rest = Objects.requireNonNull(factors.with(base, make.number(1), 1))
                            .product();
                    Expr half = make.apply(Arithmetic.MUL, make.number(0.5), base.operand(0));
                    Expr odds = make.apply(Quotients.DIV, rest, make.apply(Hyperbolic.TANH, half));
                    odd.plusTerm(term.getKey(), -term.getValue());
                    odd.plus(odds, 0.5 * term.getValue()).plus(rest, -0.5 * term.getValue());
                    any = true;
                }
            }
        }
        return any ? odd : null;
    }

    /** @param written the same as it is to be where nothing cancels */
    private @Nullable Expr sum(Expr node, Expr written) {
        boolean quotients = new Linear()
                .plus(node, 1).terms.keySet().stream()
                        .map(rewriting::seen)
                        .anyMatch(term -> terms.hasSeries(term)
                                || (term.op() == Quotients.DIV
                                        && term.operands().stream()
                                                .map(rewriting::seen)
                                                .anyMatch(terms::hasSeries)));
        Fraction fraction = quotients ? fraction(node) : null;
        if (fraction == null) {
            return null;
        }
        int order = fraction.order();
        int least = fraction.least();
        int alone = fraction.terms.stream()
                .mapToInt(term -> Fraction.order(List.of(term), term.power))
                .min()
                .orElse(0);
        boolean cancel = fraction.lowest() < least && order > alone && order <= fraction.lowest() + HIGHEST;
        Factors rest = new Factors(rewriting);
        return cancel ? made(written, fraction, order, least, 1, rest, power(fraction.variable, order - least)) : null;
    }

    /** Whether something is divided by what powers have as factors, or the other way round. */
    private static boolean cancels(Factors powers, Factors rest) {
        return powers.powers().entrySet().stream()
                .anyMatch(power -> Integer.signum(power.getValue()) == -Integer.signum(rest.exponent(power.getKey())));
    }

    private Factors power(Map<Expr, Integer> bases, int exponent) {
        Factors power = new Factors(rewriting);
        bases.forEach((base, own) -> power.times(base, own * exponent));
        return power;
    }

    /** The sum as a quotient of terms; null where it is none of functions of one variable. */
    private @Nullable Fraction fraction(Expr sum) {
        List<Factors> products = terms.of(sum);
        Expr divisor = products == null ? null : divisor(products);
        List<Factors> below = divisor == null ? List.of() : terms.of(divisor);
        List<Factors> above = products == null || divisor == null ? products : multiplied(products, divisor);
        if (above == null || below == null) {
            return null;
        }
        Map<Expr, Integer> variable = variable(above, below);
        if (variable == null) {
            return null;
        }
        Fraction divided = divisor == null ? null : new Fraction(variable, terms(below, variable), null);
        return new Fraction(variable, terms(above, variable), divided);
    }

    private @Nullable List<Factors> multiplied(List<Factors> products, Expr factor) {
        List<Factors> multiplied = new ArrayList<>();
        for (Factors product : products) {
            List<Factors> some = product.times(factor, 1) ? terms.of(product) : null;
            if (some == null) {
                return null;
            }
            multiplied.addAll(some);
        }
        return multiplied;
    }

    private List<Term> terms(List<Factors> products, Map<Expr, Integer> variable) {
        return products.stream().map(product -> term(product, variable)).toList();
    }

    private Factors one(Expr function) {
        Factors one = new Factors(rewriting);
        one.times(function, 1);
        return one;
    }

    /** What a term is divided by that may vanish, or null. */
    private @Nullable Expr divisor(List<Factors> products) {
        for (Factors product : products) {
            for (Map.Entry<Expr, Integer> power : product.powers().entrySet()) {
                if (power.getValue() == -1 && terms.isCandidate(power.getKey())) {
                    return power.getKey();
                }
            }
        }
        return null;
    }

    /** What all functions are of, but for a constant, or null. */
    private @Nullable Map<Expr, Integer> variable(List<Factors> above, List<Factors> below) {
        Map<Expr, Integer> variable = null;
        for (Expr function : Stream.concat(above.stream(), below.stream())
                .flatMap(product -> Stream.ofNullable(function(product)))
                .toList()) {
            Factors operand = one(function.operand(0));
            if (operand.powers().isEmpty() || (variable != null && !variable.equals(operand.powers()))) {
                return null;
            }
            variable = operand.powers();
        }
        return variable;
    }

    /** The function with a series that is a factor, if there is one and no more. */
    private static @Nullable Expr function(Factors product) {
        List<Expr> functions = product.powers().entrySet().stream()
                .filter(power -> power.getValue() == 1 && TaylorTerms.seriesOf(power.getKey()) != null)
                .map(Map.Entry::getKey)
                .toList();
        return functions.size() == 1 ? functions.get(0) : null;
    }

    private Term term(Factors product, Map<Expr, Integer> variable) {
        Expr function = function(product);
        boolean fits = function != null && one(function.operand(0)).powers().equals(variable);
        Map<Expr, Integer> others = product.powers();
        if (function != null && fits) {
            others.remove(function);
        }
        Map.Entry<Expr, Integer> first = variable.entrySet().iterator().next();
        int power = Math.floorDiv(others.getOrDefault(first.getKey(), 0), first.getValue());
        variable.forEach((base, own) -> others.merge(base, -own * power, Integer::sum));
        others.values().removeIf(e -> e == 0);
        double scale = fits && function != null ? one(function.operand(0)).constant() : 1;
        return new Term(product.constant(), others, power, fits ? function : null, scale);
    }

    /** The rest times a power of the fraction, of which powers of the variable are taken out. */
    private Expr made(Expr node, Fraction fraction, int order, int least, int exponent, Factors rest, Factors powers) {
        Expr above = reduced(fraction, order);
        Expr below = fraction.divisor == null ? make.number(1) : reduced(fraction.divisor, least);
        long remainders = fraction.terms.stream()
                .filter(term -> term.function != null && term.power < order)
                .count();
        Factors product = new Factors(rewriting);
        product.times(rest, 1);
        product.times(powers, 1);
        boolean left = order - least > 1
                && fraction.variable.keySet().stream()
                        .anyMatch(base ->
                                Integer.signum(product.exponent(base)) == Integer.signum(powers.exponent(base)));
        product.times(above, exponent);
        product.times(below, -exponent);
        Expr made = rewriting.improve(product.product());
        boolean several = remainders > 1 || left || fraction.divisor != null || exponent < 0;
        if (several || terms.isPartial()) {
            made = make.choose(several ? isNear(fraction) : isInside(fraction), made, node);
        }
        terms.note(made, node);
        return made;
    }

    private Expr isNear(Fraction fraction) {
        double near = fraction.near();
        Expr square = make.apply(Arithmetic.SQUARE, power(fraction.variable, 1).product());
        return make.apply(Comparisons.LT, square, make.number(near * near));
    }

    /** Whether 1 + v is positive in all powers of it. */
    private Expr isInside(Fraction fraction) {
        Expr inside = make.apply(Comparisons.LT, make.number(-1), make.number(0));
        for (Term term : fraction.terms) {
            if (term.function != null) {
                Expr more = make.apply(Comparisons.LT, make.number(-1), term.function.operand(0));
                inside = make.apply(Connectives.AND, inside, more);
            }
        }
        return inside;
    }

    /** The sum over a power of the variable, without the polynomials that cancel. */
    private Expr reduced(Fraction fraction, int order) {
        Expr sum = make.number(0);
        for (Term term : fraction.terms) {
            if (term.function != null || term.power >= order) {
                sum = make.apply(Arithmetic.ADD, sum, part(term, order, fraction.variable));
            }
        }
        return sum;
    }

    /** A term over a power of the variable, but for the polynomial that cancels. */
    private Expr part(Term term, int order, Map<Expr, Integer> variable) {
        Factors product = new Factors(rewriting);
        int k = order - term.power;
        product.times(make.number(term.constant), 1);
        term.others.forEach(product::times);
        product.times(power(variable, Math.max(0, -k)), 1);
        Expr function = term.function;
        if (function != null) {
            product.times(k <= 0 ? function : TaylorTerms.remainder(function, k, make), 1);
            product.times(make.number(Math.pow(term.scale, Math.max(k, 0))), 1);
        }
        return product.product();
    }
}
