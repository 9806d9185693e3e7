package dev.costate.compiler.check;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.syntax.Expression.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What holds at a place of the model: each polynomial is at least 0. Grows inwards. */
final class Facts {
    static final Facts NONE = new Facts(List.of());

    /** Beyond this many, further ones are not kept: fewer facts are still true. */
    private static final int LIMIT = 60;

    private final List<Poly> nonNegative;

    private Facts(List<Poly> nonNegative) {
        this.nonNegative = nonNegative;
    }

    List<Poly> all() {
        return nonNegative;
    }

    Facts with(List<Poly> more) {
        List<Poly> all = new ArrayList<>(nonNegative);
        for (Poly fact : more) {
            if (!fact.isConstant() && all.size() < LIMIT && all.stream().noneMatch(known -> implies(known, fact))) {
                all.removeIf(known -> implies(fact, known));
                all.add(0, fact);
            }
        }
        return new Facts(all);
    }

    private static boolean implies(Poly fact, Poly weaker) {
        OptionalLong difference = weaker.minus(fact).constant();
        return difference.isPresent() && difference.getAsLong() >= 0;
    }

    /** These facts and that an index runs from {@code from} to {@code to - 1}. */
    Facts withRange(Poly index, Poly from, Poly to) {
        return with(List.of(
                index.minus(from), to.minus(index).plus(-1), to.minus(from).plus(-1)));
    }

    /** These facts and that a condition holds, or that it does not, as far as it is about integers. */
    Facts assuming(Term condition, boolean holds, Prover prover) {
        if (condition instanceof Term.Not not) {
            return assuming(not.operand(), !holds, prover);
        }
        Facts facts = this;
        if (condition instanceof Term.Logical logical && logical.and() == holds) {
            for (Term operand : logical.operands()) {
                facts = facts.assuming(operand, holds, prover);
            }
        } else if (condition instanceof Term.Comparison comparison
                && (holds || comparison.rest().size() == 1)) {
            Term left = comparison.first();
            for (Term.Test test : comparison.rest()) {
                facts = facts.compared(
                        left, holds ? test.relation() : negated(test.relation()), test.operand(), prover);
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

    private Facts compared(Term left, Relation relation, Term right, Prover prover) {
        if (!(left instanceof Term.Int a) || !(right instanceof Term.Int b)) {
            return this;
        }
        Poly difference = b.value().minus(a.value());
        return switch (relation) {
            case LESS -> with(List.of(difference.plus(-1)));
            case LESS_EQUAL -> with(List.of(difference));
            case GREATER -> with(List.of(difference.negate().plus(-1)));
            case GREATER_EQUAL -> with(List.of(difference.negate()));
            case EQUAL -> with(List.of(difference, difference.negate()));
            case NOT_EQUAL -> different(difference, prover);
        };
    }

    /** Not 0 is at least 1 where it is not negative. */
    private Facts different(Poly difference, Prover prover) {
        if (prover.nonNegative(difference, this)) {
            return with(List.of(difference.plus(-1)));
        }
        return prover.nonNegative(difference.negate(), this)
                ? with(List.of(difference.negate().plus(-1)))
                : this;
    }
}
