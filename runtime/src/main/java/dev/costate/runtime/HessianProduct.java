package dev.costate.runtime;

/**
 * Products of the Hessian of a real function with vectors, computed without the Hessian: what conjugate gradients
 * within Newton's method ask for. The point is set once, and serves all products that follow. Where the object is other
 * functions as well, as a generated class is, these may be evaluated at other points in between: the next product then
 * prepares its own point again, which takes the time of one evaluation more.
 */
public interface HessianProduct {
    /** The number of variables, which is the length of every point, vector and product. */
    int dimension();

    /**
     * Sets the point at which the products that follow are taken, allocating in the first call only.
     *
     * @param x the point, of length {@link #dimension()}; read only, and copied
     * @return the value of the function there
     * @throws ShapeException if the point is of another length
     */
    double at(double[] x);

    /**
     * The product of the Hessian at the point of the last {@link #at} with a vector, without allocating.
     *
     * @param v of length {@link #dimension()}; read only
     * @param out of length {@link #dimension()} and not {@code v}; every entry is overwritten
     * @throws ShapeException if an array is of another length
     * @throws IllegalStateException if no point has been set
     */
    void apply(double[] v, double[] out);
}
