package dev.costate.runtime;

/** A real function of several real variables that knows its gradient: what a gradient-based optimiser asks for. */
public interface DifferentiableFunction {
    /** The number of variables, which is the length of every point and of every gradient. */
    int dimension();

    /**
     * The value at a point.
     *
     * @param x the point, of length {@link #dimension()}; read only
     */
    double value(double[] x);

    /**
     * The value and the gradient at a point, without allocating.
     *
     * @param x the point, of length {@link #dimension()}; read only
     * @param gradient of length {@link #dimension()}; every entry is overwritten
     * @return the value
     */
    double valueAndGradient(double[] x, double[] gradient);
}
