package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An integer chosen by {@code if}: a nest of choices by the sign of a polynomial. */
final class IntegerChoice {
    /** So many choices are not repeated. */
    private static final int MANY = 4;

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

    /**
     * The integer chosen by a condition of integers. What choices by the parts of the condition have in common stands
     * in several of them, so where that is many choices itself it is one choice by the sign of a polynomial, of which
     * less can be proved.
     */
    static Poly choose(Term condition, Poly ifTrue, Poly ifFalse) {
        if (hasMany(ifTrue) || hasMany(ifFalse)) {
            return Poly.choose(sign(condition), ifTrue, ifFalse);
        }
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
            case LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> Poly.choose(sign(test, difference), ifTrue, ifFalse);
            case EQUAL -> Poly.choose(difference, Poly.choose(difference.negate(), ifTrue, ifFalse), ifFalse);
            case NOT_EQUAL -> Poly.choose(difference, Poly.choose(difference.negate(), ifFalse, ifTrue), ifTrue);
        };
    }

    private static boolean hasMany(Poly poly) {
        int count = 0;
        Deque<Poly> open = new ArrayDeque<>(List.of(poly));
        while (!open.isEmpty() && count < MANY) {
            for (Atom atom : open.pop().atoms()) {
                if (atom instanceof Atom.Integral choice && choice.function() == Atom.Function.CHOICE) {
                    count++;
                    open.push(choice.operands().get(1));
                    open.push(choice.operands().get(2));
                }
            }
        }
        return count >= MANY;
    }

    /** What is at least 0 where the condition holds, and negative elsewhere. */
    private static Poly sign(Term condition) {
        if (condition instanceof Term.Not not) {
            return sign(not.operand()).negate().plus(-1);
        } else if (condition instanceof Term.Logical logical) {
            return logical.operands().stream()
                    .map(IntegerChoice::sign)
                    .reduce((a, b) -> logical.and() ? both(a, b) : Poly.choose(a, Poly.ZERO, b))
                    .orElseThrow();
        }
        Term.Comparison comparison = (Term.Comparison) condition;
        Poly all = Poly.ZERO;
        Term left = comparison.first();
        for (Term.Test test : comparison.rest()) {
            Poly difference = ((Term.Int) test.operand()).value().minus(((Term.Int) left).value());
            Poly sign = sign(test, difference);
            all = all.isZero() ? sign : both(all, sign);
            left = test.operand();
        }
        return all;
    }

    private static Poly both(Poly first, Poly second) {
        return Poly.choose(first, second, Poly.of(-1));
    }

    private static Poly sign(Term.Test test, Poly difference) {
        return switch (test.relation()) {
            case LESS -> difference.plus(-1);
            case LESS_EQUAL -> difference;
            case GREATER -> difference.negate().plus(-1);
            case GREATER_EQUAL -> difference.negate();
            case EQUAL -> Poly.choose(difference, difference.negate(), difference);
            case NOT_EQUAL -> Poly.choose(difference, difference.plus(-1), Poly.ZERO);
        };
    }
}
