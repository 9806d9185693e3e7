package dev.costate.runtime;

/**
 * Several real functions of the same real variables that know their Jacobian: what least squares, equation solvers and
 * filters ask for.
 */
public interface DifferentiableVectorFunction {
    /** The number n of variables, which is the length of every point. */
    int dimension();

    /** The number m of functions, which is the length of every value. */
    int outputs();

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
     * @param jacobian m × n in row-major order, a row for each function and a column for each variable; every entry is
     *     overwritten
     * @throws ShapeException if an array is of another length
     */
    void valueAndJacobian(double[] x, double[] value, double[] jacobian);
}
