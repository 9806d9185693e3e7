package dev.costate.compiler.laws;

import dev.costate.compiler.ir.Expr;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Law;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.op.Pattern;
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
        return any ? factors.product() : null;
    }

    private boolean step(Factors factors) {
        for (Expr base : new ArrayList<>(factors.bases())) {
            if (base.op() == Surrogates.SURROGATE && replace(factors, base)) {
                return true;
            }
            boolean factor = factors.exponent(base) > 0;
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
        Factors of = new Factors(rewriting);
        if (operand == null || !of.times(operand, law.power) || !of.cancels(factors)) {
            return false;
        }
        factors.times(base, -1);
        factors.times(rewriting.build(law.quotient, holes), 1);
        factors.times(operand, law.power);
        return true;
    }
}
