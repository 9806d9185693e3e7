package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An integer chosen by {@code if}: a nest of choices by the sign of a polynomial. */
final class IntegerChoice {
    private final IntegerExpressions integers;
    private final Conditions conditions;
    private final Reporter reporter;
    private final Scope scope;
    private final String what;

    IntegerChoice(IntegerExpressions integers, Conditions conditions, Reporter reporter, Scope scope, String what) {
        this.integers = integers;
        this.conditions = conditions;
        this.reporter = reporter;
        this.scope = scope;
        this.what = what;
    }

    @Nullable
    Poly poly(Expression.If choice) {
        Facts outside = scope.facts();
        List<Term> tests = new ArrayList<>();
        List<Poly> values = new ArrayList<>();
        boolean right = true;
        for (Expression.Branch branch : choice.branches()) {
            Term condition = condition(branch.condition());
            Facts before = scope.facts();
            assume(condition, true);
            Poly value = integers.poly(branch.value(), scope, what);
            scope.know(before);
            assume(condition, false);
            right &= condition != null && value != null;
            if (right) {
                tests.add(condition);
                values.add(value);
            }
        }
        Poly chosen = integers.poly(choice.otherwise(), scope, what);
        scope.know(outside);
        if (!right || chosen == null) {
            return null;
        }
        for (int k = values.size() - 1; k >= 0; k--) {
            chosen = choose(tests.get(k), values.get(k), chosen);
        }
        return chosen;
    }

    private void assume(@Nullable Term condition, boolean holds) {
        if (condition != null) {
            scope.know(conditions.assume(scope.facts(), condition, holds));
        }
    }

    /** The condition, which must be of integers only. */
    private @Nullable Term condition(Expression e) {
        if (e instanceof Expression.Comparison comparison) {
            Term first = integer(comparison.first());
            List<Term.Test> tests = new ArrayList<>();
            for (Expression.Test test : comparison.rest()) {
                Term operand = integer(test.operand());
                if (operand != null) {
                    tests.add(new Term.Test(test.relation(), operand));
                }
            }
            return first == null || tests.size() < comparison.rest().size()
                    ? null
                    : new Term.Comparison(first, tests, e.span());
        } else if (e instanceof Expression.Not not) {
            Term operand = condition(not.operand());
            return operand == null ? null : new Term.Not(operand, e.span());
        } else if (e instanceof Expression.Logical logical) {
            List<Term> operands = new ArrayList<>();
            Facts outside = scope.facts();
            for (Expression operand : logical.operands()) {
                Term condition = condition(operand);
                if (condition != null) {
                    operands.add(condition);
                }
                assume(condition, logical.and()); // Else the operands behind it are not evaluated.
            }
            scope.know(outside);
            return operands.size() < logical.operands().size()
                    ? null
                    : new Term.Logical(logical.and(), operands, e.span());
        }
        reporter.report(IntegerMessages.conditionExpected(e.span()));
        return null;
    }

    private @Nullable Term integer(Expression e) {
        Poly poly = integers.poly(e, scope, "a condition in " + what);
        return poly == null ? null : new Term.Int(poly, e.span());
    }

    /** The integer chosen by a condition of integers. */
    static Poly choose(Term condition, Poly ifTrue, Poly ifFalse) {
        if (condition instanceof Term.Not not) {
            return choose(not.operand(), ifFalse, ifTrue);
        }
        Poly chosen = ifTrue;
        if (condition instanceof Term.Logical logical && !logical.and()) {
            chosen = ifFalse;
            for (int k = logical.operands().size() - 1; k >= 0; k--) {
                chosen = choose(logical.operands().get(k), ifTrue, chosen);
            }
        } else if (condition instanceof Term.Logical logical) {
            for (int k = logical.operands().size() - 1; k >= 0; k--) {
                chosen = choose(logical.operands().get(k), chosen, ifFalse);
            }
        } else if (condition instanceof Term.Comparison comparison) {
            Term left = comparison.first();
            for (Term.Test test : comparison.rest()) {
                Poly difference = ((Term.Int) test.operand()).value().minus(((Term.Int) left).value());
                chosen = compare(test, difference, chosen, ifFalse);
                left = test.operand();
            }
        }
        return chosen;
    }

    /** By the sign of the right side less the left. */
    private static Poly compare(Term.Test test, Poly difference, Poly ifTrue, Poly ifFalse) {
        return switch (test.relation()) {
            case LESS -> Poly.choose(difference.plus(-1), ifTrue, ifFalse);
            case LESS_EQUAL -> Poly.choose(difference, ifTrue, ifFalse);
            case GREATER -> Poly.choose(difference, ifFalse, ifTrue);
            case GREATER_EQUAL -> Poly.choose(difference.plus(-1), ifFalse, ifTrue);
            case EQUAL -> Poly.choose(difference, Poly.choose(difference.negate(), ifTrue, ifFalse), ifFalse);
            case NOT_EQUAL -> Poly.choose(difference, Poly.choose(difference.negate(), ifFalse, ifTrue), ifTrue);
        };
    }
}
