package dev.costate.runtime;

/**
 * The Hessian of a weighted sum of real functions, such as a Lagrangian, with few entries that need not be zero: what
 * interior-point methods ask for. A single function is a sum with one weight.
 */
public interface SparseHessianFunction {
    /** The number n of variables, which is the length of every point. */
    int dimension();

    /** The number of functions summed, which is the number of weights. */
    int weights();

    /** Which entries of the Hessian's lower triangle, in an n × n matrix, need not be zero; the same at every point. */
    SparsePattern hessianPattern();

    /**
     * The lower triangle of the Hessian of the weighted sum at a point, without allocating.
     *
     * @param x the point, of length n; read only
     * @param u a weight for each function; read only
     * @param hessian one value for each entry of {@link #hessianPattern()}, in its order; every one is overwritten
     * @throws ShapeException if an array is of another length
     */
    void sparseHessian(double[] x, double[] u, double[] hessian);
}
