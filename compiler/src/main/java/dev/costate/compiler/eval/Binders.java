package dev.costate.compiler.eval;

import dev.costate.compiler.check.Term;
import dev.costate.compiler.eval.Interpreter.Walk;
import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The meaning of binders: over the elements that pass {@code where}, each evaluated once, left to right. */
final class Binders {
    private Binders() {}

    static Dual reduce(Walk walk, Term.Reduce reduce) {
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

    private static double largest(List<Dual> elements) {
        return elements.stream().mapToDouble(Dual::value).reduce(Double.NEGATIVE_INFINITY, Math::max);
    }

    /** What attains the extreme shares its derivative evenly. */
    private static Dual extreme(List<Dual> elements, int sign) {
        double extreme = sign
                * largest(elements.stream()
                        .map(e -> Dual.constant(sign * e.value()))
                        .toList());
        if (Double.isNaN(extreme)) {
            return new Dual(extreme, extreme);
        }
        List<Dual> attaining =
                elements.stream().filter(e -> e.value() == extreme).toList();
        return new Dual(extreme, attaining.isEmpty() ? 0 : sum(attaining).tangent() / attaining.size());
    }

    /**
     * The exponentials of the elements over that of the largest. The first of the largest is left to {@link
     * #rest}; where the largest is infinite, the elements that attain it have weight one and all others none.
     */
    private static double[] weights(List<Dual> elements) {
        double largest = largest(elements);
        return elements.stream()
                .mapToDouble(e -> e.value() == largest ? 1 : Math.exp(e.value() - largest))
                .toArray();
    }

    /** The sum of all weights but one of those that are 1, so that a small sum keeps its digits. */
    private static double rest(double[] weights) {
        double rest = 0;
        boolean left = false;
        for (double weight : weights) {
            if (weight == 1 && !left) {
                left = true;
            } else {
                rest += weight;
            }
        }
        return rest;
    }

    private static Dual logSumExp(List<Dual> elements) {
        double largest = largest(elements);
        if (largest == Double.NEGATIVE_INFINITY) {
            return Dual.constant(largest);
        }
        double[] weights = weights(elements);
        double rest = rest(weights);
        double tangent = 0;
        for (int k = 0; k < weights.length; k++) {
            tangent += Dual.scaled(elements.get(k).tangent(), weights[k]);
        }
        return new Dual(largest + Math.log1p(rest), tangent / (1 + rest));
    }

    private static Dual norm(List<Dual> elements) {
        double norm = elements.stream().mapToDouble(Dual::value).reduce(0, Math::hypot);
        double tangent = 0;
        for (Dual element : elements) {
            tangent += norm == 0 ? 0 : Dual.scaled(element.tangent(), element.value() / norm);
        }
        return new Dual(norm, tangent);
    }

    /** With weights w and tangents t, the logarithm of element k has tangent Σⱼ wⱼ (tₖ − tⱼ) / Σⱼ wⱼ. */
    static Dual softmax(Walk walk, Term.Softmax softmax) {
        Dual here = walk.real(softmax.body());
        List<Dual> elements = elements(walk, softmax);
        double[] weights = weights(elements);
        double rest = rest(weights);
        double tangent = 0;
        for (int k = 0; k < weights.length; k++) {
            double difference = here.tangent() - elements.get(k).tangent();
            tangent += Dual.scaled(difference, weights[k] / (1 + rest));
        }
        double above = here.value() - largest(elements);
        if (softmax.logarithm()) {
            return new Dual(above - Math.log1p(rest), tangent);
        }
        double share = Math.exp(above) / (1 + rest);
        return new Dual(share, Dual.scaled(tangent, share));
    }

    private static List<Dual> elements(Walk walk, Term.Softmax softmax) {
        List<Dual> elements = new ArrayList<>();
        Range range = softmax.range();
        long to = walk.integer(range.to());
        for (long i = walk.integer(range.from()); i < to; i++) {
            Walk there = walk.at(walk.with(range.index(), i));
            if (softmax.where() == null || there.holds(softmax.where())) {
                elements.add(there.real(softmax.body()));
            }
        }
        return elements;
    }
}
