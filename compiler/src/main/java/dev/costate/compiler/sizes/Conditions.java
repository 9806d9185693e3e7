package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Facts;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Prover;
import dev.costate.compiler.model.Term;
import dev.costate.compiler.syntax.Expression.Relation;
import java.util.List;

/** What follows for integers where a condition of the model holds, or does not. */
public final class Conditions {
    private final Prover prover;

    public Conditions(Prover prover) {
        this.prover = prover;
    }

    /** The facts and that a condition holds, or that it does not, as far as it is about integers. */
    public Facts assume(Facts known, Term condition, boolean holds) {
        if (condition instanceof Term.Not not) {
            return assume(known, not.operand(), !holds);
        }
        Facts facts = known;
        if (condition instanceof Term.Logical logical && logical.and() == holds) {
            for (Term operand : logical.operands()) {
                facts = assume(facts, operand, holds);
            }
        } else if (condition instanceof Term.Comparison comparison
                && (holds || comparison.rest().size() == 1)) {
            Term left = comparison.first();
            for (Term.Test test : comparison.rest()) {
                facts = compared(facts, left, holds ? test.relation() : negated(test.relation()), test.operand());
                left = test.operand();
            }
        }
        return facts;
    }

    private static Relation negated(Relation relation) {
        return switch (relation) {
            case LESS -> Relation.GREATER_EQUAL;
            case LESS_EQUAL -> Relation.GREATER;
            case GREATER -> Relation.LESS_EQUAL;
            case GREATER_EQUAL -> Relation.LESS;
            case EQUAL -> Relation.NOT_EQUAL;
            case NOT_EQUAL -> Relation.EQUAL;
        };
    }

    private Facts compared(Facts facts, Term left, Relation relation, Term right) {
        if (!(left instanceof Term.Int a) || !(right instanceof Term.Int b)) {
            return facts;
        }
        try {
            return compared(facts, relation, b.value().minus(a.value()));
        } catch (ArithmeticException e) {
            return facts; // what does not fit into 64 bits says nothing
        }
    }

    private Facts compared(Facts facts, Relation relation, Poly difference) {
        return switch (relation) {
            case LESS -> facts.with(List.of(difference.plus(-1)));
            case LESS_EQUAL -> facts.with(List.of(difference));
            case GREATER -> facts.with(List.of(difference.negate().plus(-1)));
            case GREATER_EQUAL -> facts.with(List.of(difference.negate()));
            case EQUAL -> facts.with(List.of(difference, difference.negate()));
            case NOT_EQUAL -> different(facts, difference);
        };
    }

    /** Not 0 is at least 1 where it is not negative. */
    private Facts different(Facts facts, Poly difference) {
        if (prover.nonNegative(difference, facts)) {
            return facts.with(List.of(difference.plus(-1)));
        }
        return prover.nonNegative(difference.negate(), facts)
                ? facts.with(List.of(difference.negate().plus(-1)))
                : facts;
    }
}
