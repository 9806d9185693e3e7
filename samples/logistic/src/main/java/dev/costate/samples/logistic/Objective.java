package dev.costate.samples.logistic;

import dev.costate.runtime.DifferentiableFunction;
import java.util.Arrays;

/**
 * A function for an optimiser that asks for the value and for the gradient separately, mostly at the same point: both
 * are computed at once and kept.
 */
final class Objective {
    private final DifferentiableFunction function;
    private final double[] gradient;
    private double[] point;
    private double value;
    private int evaluations;

    Objective(DifferentiableFunction function) {
        this.function = function;
        this.gradient = new double[function.dimension()];
        this.point = new double[0];
    }

    double value(double[] x) {
        evaluate(x);
        return value;
    }

    double[] gradient(double[] x) {
        evaluate(x);
        return gradient.clone();
    }

    /** The Euclidean length of the gradient. */
    double gradientNorm(double[] x) {
        evaluate(x);
        return Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
    }

    private void evaluate(double[] x) {
        if (!Arrays.equals(point, x)) {
            point = x.clone();
            value = function.valueAndGradient(point, gradient);
            evaluations++;
        }
    }

    int evaluations() {
        return evaluations;
    }
}
