package dev.costate.samples.logistic;

import dev.costate.hipparchus.ScalarObjective;
import dev.costate.runtime.DifferentiableFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer.Formula;

/** Minimises a function from 0 by conjugate gradients, until its gradient is shorter than a bound. */
final class Training {
    private static final int MOST_EVALUATIONS = 10_000;

    // The line search compares values, which say nothing of steps below some 1e-8: a coarse one that starts with a step
    // of 1 takes the fewest evaluations, and a fine one can't get nearer.
    private static final double RELATIVE = 1e-4;
    private static final double ABSOLUTE = 1e-12;
    private static final double FIRST_STEP = 1;

    private final ScalarObjective objective;
    private final double tolerance;
    private final int dimension;
    private final List<Step> steps = new ArrayList<>();

    /** Where the training stood after an iteration. */
    record Step(int iteration, double loss, double gradientNorm) {}

    Training(DifferentiableFunction function, double tolerance) {
        this.objective = new ScalarObjective(function);
        this.tolerance = tolerance;
        this.dimension = function.dimension();
    }

    /** The point of the minimum. */
    double[] run() {
        var optimizer = new NonLinearConjugateGradientOptimizer(
                Formula.POLAK_RIBIERE, (iteration, before, now) -> converged(now), RELATIVE, ABSOLUTE, FIRST_STEP);
        double[] start = new double[dimension];
        steps.add(new Step(0, objective.value(start), norm(start)));
        return optimizer
                .optimize(
                        new MaxEval(MOST_EVALUATIONS),
                        objective.value(),
                        objective.gradient(),
                        GoalType.MINIMIZE,
                        new InitialGuess(start))
                .getPoint();
    }

    private boolean converged(PointValuePair now) {
        double norm = norm(now.getPointRef());
        steps.add(new Step(steps.size(), now.getValue(), norm));
        return norm < tolerance;
    }

    /** The Euclidean length of the gradient. */
    private double norm(double[] x) {
        return Math.sqrt(Arrays.stream(objective.gradient(x)).map(g -> g * g).sum());
    }

    /** The start and every iteration, in order. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** How often value and gradient were computed. */
    int evaluations() {
        return objective.evaluations();
    }
}
