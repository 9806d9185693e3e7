package dev.costate.hipparchus;

import dev.costate.runtime.Checks;
import dev.costate.runtime.DifferentiableVectorFunction;
import dev.costate.runtime.Shape;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/** A vector function and its Jacobian, computed together, once for each point. */
final class VectorEvaluation {
    private final DifferentiableVectorFunction function;
    private final LastPoint last;
    private final double[] value;
    private final double[] jacobian;

    VectorEvaluation(DifferentiableVectorFunction function) {
        this.function = function;
        this.last = new LastPoint(function.dimension());
        this.value = new double[function.outputs()];
        this.jacobian =
                new double[Checks.count("the Jacobian", Shape.of("", function.outputs(), function.dimension()))];
    }

    int variables() {
        return function.dimension();
    }

    int outputs() {
        return value.length;
    }

    /** The values at a point, a copy. */
    RealVector value(double[] x) {
        evaluate(x);
        return new ArrayRealVector(value);
    }

    /** The Jacobian at a point, a copy: a row for each function, a column for each variable. */
    RealMatrix jacobian(double[] x) {
        return Matrices.of(jacobian(x, 0, variables()));
    }

    /** Some columns of the Jacobian at a point, a copy, row by row. */
    double[][] jacobian(double[] x, int firstColumn, int columns) {
        evaluate(x);
        return Matrices.rows(jacobian, value.length, variables(), firstColumn, columns);
    }

    int evaluations() {
        return last.evaluations();
    }

    private void evaluate(double[] x) {
        last.at(x, () -> function.valueAndJacobian(x, value, jacobian));
    }
}
