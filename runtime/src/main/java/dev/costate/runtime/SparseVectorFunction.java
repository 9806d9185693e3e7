package dev.costate.runtime;

/**
 * Several real functions of the same real variables, few of which each depends on: the Jacobian is given by the values
 * of the entries that need not be zero.
 */
public interface SparseVectorFunction {
    /** The number n of variables, which is the length of every point. */
    int dimension();

    /** The number m of functions, which is the length of every value. */
    int outputs();

    /** Which entries of the Jacobian, m × n, need not be zero; the same at every point. */
    SparsePattern jacobianPattern();

    /**
     * The values at a point, without allocating.
     *
     * @param x the point, of length n; read only
     * @param out of length m; every entry is overwritten
     * @throws ShapeException if an array is of another length
     */
    void value(double[] x, double[] out);

    /**
     * The values and the Jacobian at a point, without allocating.
     *
     * @param x the point, of length n; read only
     * @param value of length m; every entry is overwritten
     * @param jacobian one value for each entry of {@link #jacobianPattern()}, in its order; every one is overwritten
     * @throws ShapeException if an array is of another length
     */
    void valueAndSparseJacobian(double[] x, double[] value, double[] jacobian);
}
