package dev.costate.runtime;

/**
 * The params of a model made of free numbers, any of which is a point: what an optimiser or sampler without bounds
 * moves in. Generated classes implement it together with the functions of the free numbers that they offer.
 */
public interface Unconstrained {
    /** How many free numbers there are. */
    int dimension();

    /**
     * The natural values.
     *
     * @param u the free numbers, of length {@link #dimension()}; read only
     * @param theta as the model lays its params out; every entry is overwritten
     */
    void constrain(double[] u, double[] theta);

    /**
     * The free numbers of natural values; the end of an interval gives one that is infinite.
     *
     * @param theta as the model lays its params out, within their domains; read only
     * @param u of length {@link #dimension()}; every entry is overwritten
     */
    void unconstrain(double[] theta, double[] u);

    /**
     * The logarithm of the absolute value of the determinant of the derivative of {@link #constrain}; of params with
     * more entries than free numbers, of those entries that are free.
     *
     * @param u the free numbers, of length {@link #dimension()}; read only
     */
    double logJacobian(double[] u);
}
