package dev.costate.compiler.model;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.syntax.Expression.Relation;
import org.jspecify.annotations.Nullable;

/** Conditions that are known when the model is compiled: comparisons of constant integers, and what is made of them. */
public final class ConstantConditions {
    private ConstantConditions() {}

    /** Whether the condition holds, or null if that depends on more than constants. */
    public static @Nullable Boolean of(Term condition) {
        if (condition instanceof Term.Not not) {
            Boolean operand = of(not.operand());
            return operand == null ? null : !operand;
        } else if (condition instanceof Term.Logical logical) {
            return logical(logical);
        }
        return condition instanceof Term.Comparison comparison ? comparison(comparison) : null;
    }

    private static @Nullable Boolean logical(Term.Logical logical) {
        boolean known = true;
        for (Term operand : logical.operands()) {
            Boolean holds = of(operand);
            if (holds != null && holds != logical.and()) {
                return holds;
            }
            known &= holds != null;
        }
        return known ? logical.and() : null;
    }

    private static @Nullable Boolean comparison(Term.Comparison comparison) {
        Term left = comparison.first();
        boolean known = true;
        for (Term.Test test : comparison.rest()) {
            Boolean holds = compare(left, test.relation(), test.operand());
            if (holds != null && !holds) {
                return false;
            }
            known &= holds != null;
            left = test.operand();
        }
        return known ? true : null;
    }

    private static @Nullable Boolean compare(Term left, Relation relation, Term right) {
        if (left instanceof Term.Int a && right instanceof Term.Int b) {
            return of(a.value(), relation, b.value());
        }
        return null;
    }

    /** Whether the relation holds, or null if the integers are not constant. */
    public static @Nullable Boolean of(Poly left, Relation relation, Poly right) {
        if (!left.isConstant() || !right.isConstant()) {
            return null;
        }
        int order = Long.compare(left.constant().orElseThrow(), right.constant().orElseThrow());
        return switch (relation) {
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
        };
    }
}
