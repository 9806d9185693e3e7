package dev.costate.hipparchus;

import dev.costate.runtime.Checks;
import dev.costate.runtime.Shape;
import dev.costate.runtime.TwiceDifferentiableFunction;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * A function with its gradient and Hessian for Hipparchus' sequential quadratic programming, which asks for the three
 * separately: they are computed together, once for each point.
 */
public final class NewtonObjective
        extends org.hipparchus.optim.nonlinear.vector.constrained.TwiceDifferentiableFunction {
    private final TwiceDifferentiableFunction function;
    private final LastPoint last;
    private final double[] gradient;
    private final double[] hessian;
    private double value;

    public NewtonObjective(TwiceDifferentiableFunction function) {
        int n = function.dimension();
        this.function = function;
        this.last = new LastPoint(n);
        this.gradient = new double[n];
        this.hessian = new double[Checks.count("the Hessian", Shape.of("", n, n))];
    }

    @Override
    public int dim() {
        return function.dimension();
    }

    @Override
    public double value(RealVector x) {
        evaluate(x.toArray());
        return value;
    }

    /** The gradient at a point; a copy. */
    @Override
    public RealVector gradient(RealVector x) {
        evaluate(x.toArray());
        return new ArrayRealVector(gradient);
    }

    /** The Hessian at a point; a copy. */
    @Override
    public RealMatrix hessian(RealVector x) {
        evaluate(x.toArray());
        return Matrices.of(Matrices.rows(hessian, dim(), dim(), 0, dim()));
    }

    /** How often value, gradient and Hessian were computed. */
    public int evaluations() {
        return last.evaluations();
    }

    private void evaluate(double[] x) {
        last.at(x, () -> value = function.valueGradientHessian(x, gradient, hessian));
    }
}
