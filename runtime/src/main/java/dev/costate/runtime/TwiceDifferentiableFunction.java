package dev.costate.runtime;

/** A real function of several real variables that knows its gradient and its Hessian: what Newton's method asks for. */
public interface TwiceDifferentiableFunction extends DifferentiableFunction {
    /**
     * The value, the gradient and the Hessian at a point, without allocating.
     *
     * @param x the point, of length n = {@link #dimension()}; read only
     * @param gradient of length n; every entry is overwritten
     * @param hessian n × n in row-major order, symmetric to the bit; every entry is overwritten
     * @return the value
     * @throws ShapeException if an array is of another length
     */
    double valueGradientHessian(double[] x, double[] gradient, double[] hessian);
}
