package dev.costate.compiler.eval;

import dev.costate.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The meaning of binders: over the elements that pass {@code where}, each evaluated once, left to right. */
final class BinderValues {
    private final Meaning meaning;

    BinderValues(Meaning meaning) {
        this.meaning = meaning;
    }

    Jet value(Expression.Binder binder, Env env) {
        String name = binder.name().name();
        if (name.equals("softmax") || name.equals("logsoftmax")) {
            return softmax(binder, name.equals("logsoftmax"), env);
        }
        List<Jet> elements = new ArrayList<>();
        each(
                binder,
                env,
                there -> elements.add(binder.body() == null ? Jet.constant(1) : meaning.real(binder.body(), there)));
        return switch (name) {
            case "sum", "count" -> sum(elements);
            case "mean" -> sum(elements).over(Jet.constant(elements.size()));
            case "prod" -> elements.stream().reduce(Jet.constant(1), Jet::times);
            case "max" -> extreme(elements, 1);
            case "min" -> extreme(elements, -1);
            case "logsumexp" -> logSumExp(elements);
            case "norm" -> Joint.length(elements);
            default -> throw new IllegalStateException("no binder " + name);
        };
    }

    /** All values of the indices for which the conditions hold. */
    void each(Expression.Binder binder, Env env, Consumer<Env> action) {
        List<Expression> conditions = Extents.conditions(binder);
        each(binder, 0, env, there -> {
            if (conditions.stream().allMatch(c -> meaning.holds(c, there))) {
                action.accept(there);
            }
        });
    }

    /** All values of the indices from this one on, those of the last changing fastest. */
    private void each(Expression.Binder binder, int k, Env env, Consumer<Env> action) {
        if (k == binder.indices().size()) {
            action.accept(env);
            return;
        }
        Index first = new Extents(meaning).bound(binder, k, env);
        String name = binder.indices().get(k).name().name();
        Quantity.all(first, name, env, there -> each(binder, k + 1, there, action));
    }

    private static Jet sum(List<Jet> elements) {
        return elements.stream().reduce(Jet.constant(0), Jet::plus);
    }

    private static double largest(List<Jet> elements) {
        return elements.stream().mapToDouble(Jet::value).reduce(Double.NEGATIVE_INFINITY, Math::max);
    }

    /** What attains the extreme shares its derivatives evenly. */
    private static Jet extreme(List<Jet> elements, int sign) {
        double extreme = sign
                * largest(elements.stream().map(e -> sign > 0 ? e : e.negated()).toList());
        if (Double.isNaN(extreme)) {
            return Jet.undefined(elements.toArray(Jet[]::new)).at(extreme);
        }
        List<Jet> attaining =
                elements.stream().filter(e -> e.value() == extreme).toList();
        return attaining.isEmpty()
                ? Jet.constant(extreme)
                : sum(attaining).times(1.0 / attaining.size()).at(extreme);
    }

    /**
     * The exponentials of the elements over that of the largest. The first of the largest is left to {@link
     * #rest}; where the largest is infinite, the elements that attain it have weight one and all others none.
     */
    private static double[] weights(List<Jet> elements) {
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

    /** log Σ eᶻ = m + log Σ eᶻ⁻ᵐ with the largest element m, that logarithm by what comes besides m itself. */
    private static Jet logSumExp(List<Jet> elements) {
        double largest = largest(elements);
        if (largest == Double.NEGATIVE_INFINITY) {
            return Jet.constant(largest);
        }
        double[] weights = weights(elements);
        double rest = rest(weights);
        Jet sum = Jet.constant(0);
        for (int k = 0; k < weights.length; k++) {
            sum = sum.plus(exponential(elements.get(k)).times(weights[k] / (1 + rest)));
        }
        return logarithm(sum).at(largest + Math.log1p(rest));
    }

    /** exp(z − z₀). */
    private static Jet exponential(Jet z) {
        return Joint.of("exp", List.of(z.at(0)));
    }

    /** Of what is 1. */
    private static Jet logarithm(Jet one) {
        return Joint.of("log", List.of(one.at(1)));
    }

    /** With weights w and movements d, that of the logarithm of element k is −log Σⱼ wⱼ exp(dⱼ − dₖ) / Σⱼ wⱼ. */
    private Jet softmax(Expression.Binder softmax, boolean logarithm, Env env) {
        String name = softmax.indices().get(0).name().name();
        Index index = (Index) env.get(name);
        Expression body = Objects.requireNonNull(softmax.body());
        Jet here = meaning.real(body, env);
        List<Jet> elements = new ArrayList<>();
        Quantity.all(index, name, env, there -> {
            if (index.conditions().stream().allMatch(c -> meaning.holds(c, there))) {
                elements.add(meaning.real(body, there));
            }
        });
        double[] weights = weights(elements);
        double rest = rest(weights);
        Jet sum = Jet.constant(0);
        for (int k = 0; k < weights.length; k++) {
            Jet apart = elements.get(k).at(0).minus(here.at(0));
            sum = sum.plus(exponential(apart).times(weights[k] / (1 + rest)));
        }
        double above = here.value() - largest(elements);
        Jet movement = logarithm(sum).negated();
        if (logarithm) {
            return movement.at(above - Math.log1p(rest));
        }
        return exponential(movement).times(Math.exp(above) / (1 + rest));
    }
}
