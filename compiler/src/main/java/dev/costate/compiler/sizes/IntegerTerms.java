package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.model.Term.Link;
import dev.costate.compiler.op.Arithmetic;
import dev.costate.compiler.op.Extremes;
import dev.costate.compiler.syntax.Expression.Operator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Terms that are integers though they are written as choices or made of such: what is compared, or handed to a
 * function, is then the very polynomial that the same expression is in a subscript, and what a comparison says is known
 * of it.
 */
public final class IntegerTerms {
    private IntegerTerms() {}

    /** The term as an integer if it is one, else as it is. */
    public static Term compared(Term term) {
        Poly poly = term instanceof Term.Int ? null : poly(term);
        return poly == null ? term : new Term.Int(poly, term.span());
    }

    /** What the term is as an integer, or null if it is none. */
    public static @Nullable Poly poly(Term term) {
        if (term instanceof Term.Int integer) {
            return integer.value();
        } else if (term instanceof Term.If choice) {
            return choice(choice);
        } else if (term instanceof Term.Chain chain) {
            return chain(chain);
        } else if (term instanceof Term.Apply apply) {
            return apply(apply);
        }
        return null;
    }

    private static @Nullable Poly choice(Term.If choice) {
        Poly chosen = poly(choice.otherwise());
        for (int k = choice.branches().size() - 1; k >= 0 && chosen != null; k--) {
            Term.Branch branch = choice.branches().get(k);
            Poly value = poly(branch.value());
            chosen = value == null || !isOfIntegers(branch.condition())
                    ? null
                    : IntegerChoice.choose(branch.condition(), value, chosen);
        }
        return chosen;
    }

    /** Whether a condition compares integers only. */
    public static boolean isOfIntegers(Term condition) {
        if (condition instanceof Term.Not not) {
            return isOfIntegers(not.operand());
        } else if (condition instanceof Term.Logical logical) {
            return logical.operands().stream().allMatch(IntegerTerms::isOfIntegers);
        }
        return condition instanceof Term.Comparison comparison
                && comparison.first() instanceof Term.Int
                && comparison.rest().stream().allMatch(test -> test.operand() instanceof Term.Int);
    }

    /** Sums and products; a quotient by {@code /} is real. */
    private static @Nullable Poly chain(Term.Chain chain) {
        Poly result = poly(chain.first());
        for (Link link : chain.rest()) {
            Poly operand = result == null || link.operator() == Operator.DIVIDE ? null : poly(link.operand());
            result = result == null || operand == null
                    ? null
                    : IntegerExpressions.small(link.operator(), result, operand);
        }
        return result;
    }

    private static @Nullable Poly apply(Term.Apply apply) {
        List<Term> arguments = apply.arguments();
        Poly first = apply.op() == Arithmetic.NEG || apply.op() == Extremes.MIN || apply.op() == Extremes.MAX
                ? poly(arguments.get(0))
                : null;
        if (first == null || apply.op() == Arithmetic.NEG) {
            return first == null ? null : first.negate();
        }
        Poly second = poly(arguments.get(1));
        return second == null ? null : IntegerExpressions.extreme(apply.op() == Extremes.MAX, first, second);
    }
}
