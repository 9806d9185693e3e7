package dev.costate.hipparchus;

import dev.costate.runtime.Checks;
import dev.costate.runtime.DifferentiableVectorFunction;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.nonlinear.vector.constrained.EqualityConstraint;
import org.hipparchus.optim.nonlinear.vector.constrained.InequalityConstraint;

/** Vector functions as constraints of Hipparchus' sequential quadratic programming. */
public final class Constraints {
    private Constraints() {}

    /**
     * Every value must be the one given.
     *
     * @param values one for each of the function's outputs
     */
    public static EqualityConstraint equal(DifferentiableVectorFunction function, double... values) {
        VectorEvaluation evaluation = new VectorEvaluation(function);
        return new EqualityConstraint(bound(evaluation, values)) {
            @Override
            public int dim() {
                return evaluation.variables();
            }

            @Override
            public RealVector value(RealVector x) {
                return evaluation.value(x.toArray());
            }

            @Override
            public RealMatrix jacobian(RealVector x) {
                return evaluation.jacobian(x.toArray());
            }
        };
    }

    /**
     * Every value must be at least the one given.
     *
     * @param values one for each of the function's outputs
     */
    public static InequalityConstraint atLeast(DifferentiableVectorFunction function, double... values) {
        VectorEvaluation evaluation = new VectorEvaluation(function);
        return new InequalityConstraint(bound(evaluation, values)) {
            @Override
            public int dim() {
                return evaluation.variables();
            }

            @Override
            public RealVector value(RealVector x) {
                return evaluation.value(x.toArray());
            }

            @Override
            public RealMatrix jacobian(RealVector x) {
                return evaluation.jacobian(x.toArray());
            }
        };
    }

    private static RealVector bound(VectorEvaluation evaluation, double[] values) {
        Checks.vector("values", values, evaluation.outputs());
        return new ArrayRealVector(values);
    }
}
