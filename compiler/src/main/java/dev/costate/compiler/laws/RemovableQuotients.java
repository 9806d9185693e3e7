package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.ir.Exprs;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Comparisons;
import dev.costate.compiler.op.Connectives;
import dev.costate.compiler.op.Law;
import dev.costate.compiler.op.Logarithms;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Pattern;
import dev.costate.compiler.op.Powers;
import dev.costate.compiler.op.Quotients;
import dev.costate.compiler.op.Surrogates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The laws about a function divided by a power of its operand, {@code sin(u) / u}, applied up to factors: {@code 3 *
 * sin(a * b) / (b * c)} is 3 sinc(a b) a/c. A function f(u) becomes its quotient q(u) times uᵏ where a factor of u then
 * cancels; each step leaves one function less.
 */
final class RemovableQuotients {
    /** @param power k */
    private record QuotientLaw(Pattern.Node function, Pattern operand, int power, Pattern quotient) {}

    private static final List<QuotientLaw> LAWS =
            Ops.LAWS.stream().map(RemovableQuotients::of).flatMap(List::stream).toList();

    private final Rewriting rewriting;

    RemovableQuotients(Rewriting rewriting) {
        this.rewriting = rewriting;
    }

    private static List<QuotientLaw> of(Law law) {
        boolean quotient =
                law.left().op() == Quotients.DIV && law.left().operands().get(0) instanceof Pattern.Node;
        Pattern divisor = quotient ? law.left().operands().get(1) : law.left();
        int power = 1;
        while (divisor instanceof Pattern.Node node && node.op() == Arithmetic.MUL) {
            divisor = node.operands().get(1);
            power++;
        }
        if (divisor instanceof Pattern.Node node && node.op() == Arithmetic.SQUARE) {
            divisor = node.operands().get(0);
            power++;
        }
        if (!(divisor instanceof Pattern.Hole)) {
            return List.of();
        }
        Pattern.Node function = (Pattern.Node) law.left().operands().get(0);
        return function.operands().contains(divisor)
                ? List.of(new QuotientLaw(function, divisor, power, law.right()))
                : List.of();
    }

    /** The quotient, or product with a quotient, without what is removable; null if there is nothing. */
    @Nullable
    Expr without(Expr node) {
        Factors factors = new Factors(rewriting);
        if (!factors.times(node, 1)) {
            return null;
        }
        boolean any = false;
        while (step(factors)) {
            any = true;
        }
        return any ? factors.product() : ratio(factors, node);
    }

    /** Whether a law is about a quotient of the operation and its operand. */
    static boolean has(Expr node) {
        return LAWS.stream().anyMatch(law -> law.function.op() == node.op());
    }

    private boolean step(Factors factors) {
        for (Expr base : new ArrayList<>(factors.bases())) {
            if (aboutOne(factors, base)) {
                return true;
            }
            if (base.op() == Surrogates.SURROGATE && replace(factors, base)) {
                return true;
            }
            int exponent = factors.exponent(base);
            boolean factor = exponent > 0 || (exponent < 0 && base.op() != null && !TaylorTerms.knows(base.op()));
            for (QuotientLaw law : LAWS) {
                Map<Pattern, Expr> holes =
                        factor && base.op() == law.function.op() ? rewriting.match(law.function, base) : null;
                if (holes != null && replace(factors, base, law, holes)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Replaces log(x) and powers of x by functions of x - 1 where a factor of that cancels. */
    private boolean aboutOne(Factors factors, Expr base) {
        Op function =
                base.op() == Logarithms.LOG ? Logarithms.LOG1P : base.op() == Powers.POWM1 ? Powers.COMPOUNDM1 : null;
        int exponent = factors.exponent(base);
        if (function == null || exponent == 0) {
            return false;
        }
        Exprs make = rewriting.make();
        Expr less = make.apply(Arithmetic.SUB, base.operand(0), make.number(1));
        Factors of = new Factors(rewriting);
        if (!of.times(less, exponent) || !of.cancels(factors)) {
            return false;
        }
        List<Expr> operands = new ArrayList<>(base.operands());
        operands.set(0, less);
        factors.times(base, -exponent);
        factors.times(rewriting.improve(make.apply(function, operands)), exponent);
        return true;
    }

    /** A function over another, {@code sin(u * v) / sin(v)}, by quotients where both operands are small; or null. */
    private @Nullable Expr ratio(Factors factors, Expr node) {
        Map<Expr, Integer> powers = factors.powers();
        for (Map.Entry<Expr, Integer> above : powers.entrySet()) {
            Removed first = above.getValue() > 0 ? removed(above.getKey()) : null;
            for (Map.Entry<Expr, Integer> below : powers.entrySet()) {
                Removed second = first == null || below.getValue() > 0 ? null : removed(below.getKey());
                if (first != null && second != null && first.cancels(second)) {
                    factors.times(above.getKey(), -1);
                    first.multiply(factors, 1);
                    factors.times(below.getKey(), 1);
                    second.multiply(factors, -1);
                    Exprs make = rewriting.make();
                    Expr small = make.apply(Connectives.AND, first.isSmall(make), second.isSmall(make));
                    return make.choose(small, factors.product(), node);
                }
            }
        }
        return null;
    }

    /** A function as a quotient and a power of its operand. */
    private record Removed(Expr quotient, Factors operand) {
        void multiply(Factors product, int exponent) {
            product.times(quotient, exponent);
            product.times(operand, exponent);
        }

        Expr isSmall(Exprs make) {
            return make.apply(Comparisons.LT, make.apply(Arithmetic.SQUARE, operand.product()), make.number(1));
        }

        /** Whether a factor of both operands cancels. */
        boolean cancels(Removed divisor) {
            return operand.powers().entrySet().stream()
                    .anyMatch(power -> power.getValue() == divisor.operand.exponent(power.getKey()));
        }
    }

    private @Nullable Removed removed(Expr base) {
        Factors operand = new Factors(rewriting);
        for (QuotientLaw law : LAWS) {
            Map<Pattern, Expr> holes = base.op() == law.function.op() ? rewriting.match(law.function, base) : null;
            Expr of = holes == null ? null : holes.get(law.operand);
            if (holes != null && of != null && operand.times(of, law.power)) {
                return new Removed(rewriting.build(law.quotient, holes), operand);
            }
        }
        Op.Taylor taylor = TaylorTerms.seriesOf(base);
        Exprs make = rewriting.make();
        boolean simple =
                taylor != null && TaylorTerms.coefficient(base, 0) == 0 && TaylorTerms.coefficient(base, 1) != 0;
        if (taylor == null || !simple || !operand.times(base.operand(0), 1)) {
            return null;
        }
        return new Removed(TaylorTerms.remainder(base, 1, make), operand);
    }

    /** By the value of a surrogate, if a factor of it cancels: then that has a derivative that keeps its digits. */
    private boolean replace(Factors factors, Expr surrogate) {
        int exponent = factors.exponent(surrogate);
        Factors of = new Factors(rewriting);
        if (exponent == 0 || !of.times(Surrogates.value(surrogate), exponent) || !of.cancels(factors)) {
            return false;
        }
        factors.times(surrogate, -exponent);
        factors.times(of, 1);
        return true;
    }

    private boolean replace(Factors factors, Expr base, QuotientLaw law, Map<Pattern, Expr> holes) {
        Expr operand = holes.get(law.operand);
        int sign = Integer.signum(factors.exponent(base));
        Factors of = new Factors(rewriting);
        if (operand == null || !of.times(operand, sign * law.power) || !of.cancels(factors)) {
            return false;
        }
        factors.times(base, -sign);
        factors.times(rewriting.build(law.quotient, holes), sign);
        factors.times(operand, sign * law.power);
        return true;
    }
}
