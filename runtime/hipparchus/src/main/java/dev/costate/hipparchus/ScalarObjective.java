package dev.costate.hipparchus;

import dev.costate.runtime.DifferentiableFunction;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunctionGradient;

/**
 * A function and its gradient for Hipparchus' scalar optimisers, which ask for the two separately: they are computed
 * together, once for each point.
 *
 * <pre>{@code
 * ScalarObjective objective = new ScalarObjective(model);
 * optimizer.optimize(objective.value(), objective.gradient(), GoalType.MINIMIZE, new InitialGuess(start), …);
 * }</pre>
 */
public final class ScalarObjective {
    private final DifferentiableFunction function;
    private final LastPoint last;
    private final double[] gradient;
    private double value;

    public ScalarObjective(DifferentiableFunction function) {
        this.function = function;
        this.last = new LastPoint(function.dimension());
        this.gradient = new double[function.dimension()];
    }

    /** The function, as an optimiser takes it. */
    public ObjectiveFunction value() {
        return new ObjectiveFunction(this::value);
    }

    /** The gradient, as an optimiser takes it. */
    public ObjectiveFunctionGradient gradient() {
        return new ObjectiveFunctionGradient(this::gradient);
    }

    /** The value at a point. */
    public double value(double[] x) {
        evaluate(x);
        return value;
    }

    /** The gradient at a point; a copy. */
    public double[] gradient(double[] x) {
        evaluate(x);
        return gradient.clone();
    }

    /** How often value and gradient were computed. */
    public int evaluations() {
        return last.evaluations();
    }

    private void evaluate(double[] x) {
        last.at(x, () -> value = function.valueAndGradient(x, gradient));
    }
}
