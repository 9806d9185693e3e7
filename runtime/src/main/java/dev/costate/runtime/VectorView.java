package dev.costate.runtime;

/** A flat vector that is read and written by name, through accessors that generated classes add. */
public abstract class VectorView {
    /** What the accessors read and write, without a copy. */
    protected final double[] vector;

    /** How it is laid out. */
    protected final ParameterLayout layout;

    /** A view of a vector that has the length of the layout. */
    protected VectorView(ParameterLayout layout, double[] vector) {
        this.layout = layout;
        this.vector = vector;
    }

    /** A table, one row an array: name, shape, places and values. */
    @Override
    public String toString() {
        return layout.describe(vector);
    }
}
