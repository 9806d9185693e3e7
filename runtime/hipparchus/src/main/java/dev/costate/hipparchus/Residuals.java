package dev.costate.hipparchus;

import dev.costate.runtime.DifferentiableVectorFunction;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresProblem;
import org.hipparchus.optim.nonlinear.vector.leastsquares.ValueAndJacobianFunction;
import org.hipparchus.util.Pair;

/**
 * A vector function and its Jacobian for Hipparchus' least squares: both are computed together, once for each point.
 * Rows of the Jacobian are residuals, columns parameters.
 *
 * <pre>{@code
 * new LevenbergMarquardtOptimizer().optimize(new Residuals(model).problem(start));
 * }</pre>
 */
public final class Residuals implements ValueAndJacobianFunction {
    private final VectorEvaluation evaluation;

    public Residuals(DifferentiableVectorFunction function) {
        this.evaluation = new VectorEvaluation(function);
    }

    /** The problem to make the sum of the squares of all values least, with no bound on the number of iterations. */
    public LeastSquaresProblem problem(double[] start) {
        return builder(start).build();
    }

    /**
     * The same, unfinished: its model, start and target, which is zero, are set, and the numbers of iterations and
     * evaluations have no bound.
     */
    public LeastSquaresBuilder builder(double[] start) {
        return new LeastSquaresBuilder()
                .model(this)
                .target(new double[evaluation.outputs()])
                .start(start)
                .maxEvaluations(Integer.MAX_VALUE)
                .maxIterations(Integer.MAX_VALUE);
    }

    @Override
    public Pair<RealVector, RealMatrix> value(RealVector x) {
        double[] point = x.toArray();
        return new Pair<>(computeValue(point), computeJacobian(point));
    }

    @Override
    public RealVector computeValue(double[] x) {
        return evaluation.value(x);
    }

    @Override
    public RealMatrix computeJacobian(double[] x) {
        return evaluation.jacobian(x);
    }

    /** How often values and Jacobian were computed. */
    public int evaluations() {
        return evaluation.evaluations();
    }
}
