package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The meaning of binders: over the elements that pass {@code where}, each evaluated once, left to right. */
final class Binders {
    private final Evaluator evaluator;

    Binders(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    Dual value(Expression.Binder binder, Env env) {
        String name = binder.name().name();
        if (name.equals("softmax") || name.equals("logsoftmax")) {
            return softmax(binder, name.equals("logsoftmax"), env);
        }
        List<Dual> elements = new ArrayList<>();
        each(binder, 0, env, there -> {
            if (conditions(binder, there)) {
                elements.add(binder.body() == null ? Dual.constant(1) : evaluator.real(binder.body(), there));
            }
        });
        return switch (name) {
            case "sum", "count" -> sum(elements);
            case "mean" -> sum(elements).over(Dual.constant(elements.size()));
            case "prod" -> elements.stream().reduce(Dual.constant(1), Dual::times);
            case "max" -> extreme(elements, 1);
            case "min" -> extreme(elements, -1);
            case "logsumexp" -> logSumExp(elements);
            case "norm" -> norm(elements);
            default -> throw new IllegalStateException("no binder " + name);
        };
    }

    /** All values of the indices from this one on, those of the last changing fastest. */
    private void each(Expression.Binder binder, int k, Env env, Consumer<Env> action) {
        if (k == binder.indices().size()) {
            action.accept(env);
            return;
        }
        Index first = evaluator.extents.bound(binder, k, env);
        String name = binder.indices().get(k).name().name();
        Quantity.all(first, name, env, there -> each(binder, k + 1, there, action));
    }

    private boolean conditions(Expression.Binder binder, Env env) {
        return Extents.conditions(binder).stream().allMatch(c -> evaluator.holds(c, env));
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
    private Dual softmax(Expression.Binder softmax, boolean logarithm, Env env) {
        String name = softmax.indices().get(0).name().name();
        Index index = (Index) env.get(name);
        Expression body = Objects.requireNonNull(softmax.body());
        Dual here = evaluator.real(body, env);
        List<Dual> elements = new ArrayList<>();
        Quantity.all(index, name, env, there -> {
            if (index.conditions().stream().allMatch(c -> evaluator.holds(c, there))) {
                elements.add(evaluator.real(body, there));
            }
        });
        double[] weights = weights(elements);
        double rest = rest(weights);
        double tangent = 0;
        for (int k = 0; k < weights.length; k++) {
            double difference = here.tangent() - elements.get(k).tangent();
            tangent += Dual.scaled(difference, weights[k] / (1 + rest));
        }
        double above = here.value() - largest(elements);
        if (logarithm) {
            return new Dual(above - Math.log1p(rest), tangent);
        }
        double share = Math.exp(above) / (1 + rest);
        return new Dual(share, Dual.scaled(tangent, share));
    }
}
