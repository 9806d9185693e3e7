package dev.costate.hipparchus;

import dev.costate.runtime.DifferentiableVectorFunction;
import dev.costate.runtime.TwiceDifferentiableFunction;

/** Rosenbrock's valley f = r₀² + r₁² with the residuals r = (10 (y - x²), 1 - x), which are 0 at (1, 1). */
final class Rosenbrock implements TwiceDifferentiableFunction, DifferentiableVectorFunction {
    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public void value(double[] x, double[] out) {
        valueAndJacobian(x, out, new double[4]);
    }

    @Override
    public void valueAndJacobian(double[] x, double[] value, double[] jacobian) {
        value[0] = 10 * (x[1] - x[0] * x[0]);
        value[1] = 1 - x[0];
        jacobian[0] = -20 * x[0];
        jacobian[1] = 10;
        jacobian[2] = -1;
        jacobian[3] = 0;
    }

    @Override
    public double value(double[] x) {
        return valueAndGradient(x, new double[2]);
    }

    @Override
    public double valueAndGradient(double[] x, double[] gradient) {
        return valueGradientHessian(x, gradient, new double[4]);
    }

    @Override
    public double valueGradientHessian(double[] x, double[] gradient, double[] hessian) {
        double valley = x[1] - x[0] * x[0];
        gradient[0] = -400 * x[0] * valley - 2 * (1 - x[0]);
        gradient[1] = 200 * valley;
        hessian[0] = 1200 * x[0] * x[0] - 400 * x[1] + 2;
        hessian[1] = -400 * x[0];
        hessian[2] = hessian[1];
        hessian[3] = 200;
        return 100 * valley * valley + (1 - x[0]) * (1 - x[0]);
    }
}
