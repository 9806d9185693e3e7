package dev.costate.runtime;

/**
 * One computation of a generated class, with the arrays that it works on: the outputs, a derivative, or both.
 *
 * @param <M> the generated class
 */
public abstract class ModelPass<M> {
    /** Holds sizes and data. */
    public final M model;

    /** Adds products of matrices. */
    final MatrixProduct product = new MatrixProduct();

    /** For the sizes and data of an object. */
    protected ModelPass(M model) {
        this.model = model;
    }
}
