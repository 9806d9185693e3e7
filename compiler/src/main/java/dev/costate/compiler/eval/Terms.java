package dev.costate.compiler.eval;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.eval.Interpreter.Walk;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.op.Ops;
import dev.costate.compiler.syntax.Expression.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The meaning of arithmetic, functions, conditions and binders. */
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
            return reduce(walk, reduce);
        } else if (term instanceof Term.Softmax softmax) {
            return softmax(walk, softmax);
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
        Dual[] arguments = apply.arguments().stream().map(walk::real).toArray(Dual[]::new);
        double[] values = new double[arguments.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = arguments[k].value();
        }
        double tangent = 0;
        for (int k = 0; k < values.length; k++) {
            if (arguments[k].tangent() != 0) {
                tangent += arguments[k].tangent() * derivative(apply, k, values);
            }
        }
        return new Dual(apply.op().value(values), tangent);
    }

    /** Against a constant, a tie of max or min has derivative 0. */
    private static double derivative(Term.Apply apply, int k, double[] values) {
        boolean extreme = apply.op() == Ops.MAX || apply.op() == Ops.MIN;
        if (extreme && values[0] == values[1] && apply.arguments().get(1 - k) instanceof Term.Number) {
            return 0;
        }
        return Derivatives.of(apply.op().name(), k, values);
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
        double left = walk.real(comparison.first()).value();
        for (Term.Test test : comparison.rest()) {
            double right = walk.real(test.operand()).value();
            if (!holds(test.relation(), left, right)) {
                return false;
            }
            left = right;
        }
        return true;
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

    private static Dual reduce(Walk walk, Term.Reduce reduce) {
        List<Dual> elements = new ArrayList<>();
        for (Map<Atom, Long> point : walk.points(reduce.ranges())) {
            Walk there = walk.at(point);
            if (reduce.where() == null || there.holds(reduce.where())) {
                elements.add(reduce.body() == null ? Dual.constant(1) : there.real(reduce.body()));
            }
        }
        return switch (reduce.binder()) {
            case SUM, COUNT -> sum(elements);
            case MEAN -> sum(elements).over(Dual.constant(elements.size()));
            case PROD -> elements.stream().reduce(Dual.constant(1), Dual::times);
            case MAX -> extreme(elements, 1);
            case MIN -> extreme(elements, -1);
            case LOGSUMEXP -> logSumExp(elements);
            case NORM -> norm(elements);
        };
    }

    private static Dual sum(List<Dual> elements) {
        return elements.stream().reduce(Dual.constant(0), Dual::plus);
    }

    /** What attains the extreme shares its derivative evenly. */
    private static Dual extreme(List<Dual> elements, int sign) {
        double extreme =
                elements.stream().mapToDouble(e -> sign * e.value()).reduce(Double.NEGATIVE_INFINITY, Math::max);
        List<Dual> attaining =
                elements.stream().filter(e -> sign * e.value() == extreme).toList();
        double tangent = attaining.isEmpty() ? 0 : sum(attaining).tangent() / attaining.size();
        return new Dual(sign * extreme, tangent);
    }

    private static Dual logSumExp(List<Dual> elements) {
        double largest = extreme(elements, 1).value();
        if (Double.isInfinite(largest)) {
            return Dual.constant(largest);
        }
        double sum = 0;
        double tangent = 0;
        for (Dual element : elements) {
            double weight = Math.exp(element.value() - largest);
            sum += weight;
            tangent += weight * element.tangent();
        }
        return new Dual(largest + Math.log(sum), tangent / sum);
    }

    private static Dual norm(List<Dual> elements) {
        Dual squares = sum(elements.stream().map(e -> e.times(e)).toList());
        double norm = Math.sqrt(squares.value());
        return new Dual(norm, norm == 0 ? 0 : squares.tangent() / (2 * norm));
    }

    private static Dual softmax(Walk walk, Term.Softmax softmax) {
        Dual here = walk.real(softmax.body());
        List<Dual> elements = new ArrayList<>();
        Range range = softmax.range();
        long to = walk.integer(range.to());
        for (long i = walk.integer(range.from()); i < to; i++) {
            Walk there = walk.at(walk.with(range.index(), i));
            if (softmax.where() == null || there.holds(softmax.where())) {
                elements.add(there.real(softmax.body()));
            }
        }
        Dual logarithm = here.minus(logSumExp(elements));
        double p = Math.exp(logarithm.value());
        return softmax.logarithm() ? logarithm : logarithm.map(p, p);
    }
}
