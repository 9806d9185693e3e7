package dev.costate.compiler.eval;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.eval.Interpreter.Walk;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.syntax.Expression.Relation;
import java.util.List;

/** The meaning of arithmetic, functions and conditions. */
final class Terms {
    private Terms() {}

    static Dual compound(Walk walk, Term term) {
        if (term instanceof Term.Chain chain) {
            return chain(walk, chain);
        } else if (term instanceof Term.Apply apply) {
            return apply(walk, apply);
        } else if (term instanceof Term.Detach detach) {
            return Dual.constant(walk.real(detach.value()).value());
        } else if (term instanceof Term.Reduce reduce) {
            return Binders.reduce(walk, reduce);
        } else if (term instanceof Term.Softmax softmax) {
            return Binders.softmax(walk, softmax);
        }
        throw new IllegalArgumentException("no real term: " + term.span());
    }

    private static Dual chain(Walk walk, Term.Chain chain) {
        Dual value = walk.real(chain.first());
        for (Term.Link link : chain.rest()) {
            Dual operand = walk.real(link.operand());
            value = switch (link.operator()) {
                case ADD -> value.plus(operand);
                case SUBTRACT -> value.minus(operand);
                case MULTIPLY -> value.times(operand);
                case DIVIDE -> value.over(operand);
                case DIV, MOD -> throw new IllegalArgumentException("integer operator in " + chain.span());
            };
        }
        return value;
    }

    private static Dual apply(Walk walk, Term.Apply apply) {
        List<Term> terms = apply.arguments();
        double[] values = new double[terms.size()];
        double[] tangents = new double[terms.size()];
        boolean[] constant = new boolean[terms.size()];
        boolean kinked = apply.op() == Ops.MAX || apply.op() == Ops.MIN || apply.op() == Ops.CLAMP;
        for (int k = 0; k < values.length; k++) {
            Dual argument = walk.real(terms.get(k));
            values[k] = argument.value();
            tangents[k] = argument.tangent();
            constant[k] = kinked && Constants.isConstant(walk, terms.get(k));
        }
        double value = apply.op().value(values);
        double tangent = 0;
        for (int k = 0; k < values.length; k++) {
            if (tangents[k] != 0) {
                tangent += Dual.scaled(tangents[k], Derivatives.of(apply.op().name(), k, values, value, constant));
            }
        }
        return new Dual(value, tangent);
    }

    static boolean holds(Walk walk, Term term) {
        if (term instanceof Term.Not not) {
            return !holds(walk, not.operand());
        } else if (term instanceof Term.Logical logical) {
            return logical.and()
                    ? logical.operands().stream().allMatch(o -> holds(walk, o))
                    : logical.operands().stream().anyMatch(o -> holds(walk, o));
        }
        Term.Comparison comparison = (Term.Comparison) term;
        Term left = comparison.first();
        for (Term.Test test : comparison.rest()) {
            if (!holds(walk, left, test.relation(), test.operand())) {
                return false;
            }
            left = test.operand();
        }
        return true;
    }

    /** Two integers are compared as such, others as reals. */
    private static boolean holds(Walk walk, Term left, Relation relation, Term right) {
        if (left instanceof Term.Int a && right instanceof Term.Int b) {
            return holds(relation, Long.compare(walk.integer(a.value()), walk.integer(b.value())), 0);
        }
        return holds(relation, walk.real(left).value(), walk.real(right).value());
    }

    private static boolean holds(Relation relation, double left, double right) {
        return switch (relation) {
            case LESS -> left < right;
            case LESS_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_EQUAL -> left >= right;
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
        };
    }
}
