package dev.costate.runtime;

/**
 * A flat vector that is read and written by name, through accessors that generated classes add.
 *
 * @param <V> the class with the accessors
 */
public abstract class VectorView<V extends VectorView<V>> {
    /** What the accessors read and write, without a copy. */
    protected final double[] vector;

    /** How it is laid out. */
    protected final ParameterLayout layout;

    /** A view of a vector that has the length of the layout. */
    protected VectorView(ParameterLayout layout, double[] vector) {
        this.layout = layout;
        this.vector = vector;
    }

    /** {@return this, with one value set} */
    protected final V put(double value, int place) {
        vector[place] = value;
        return self();
    }

    /** {@return a copy of all values of an array, row-major} */
    protected final double[] get(String name) {
        return layout.slice(name).get(vector);
    }

    /** {@return this, with all values of an array set, row-major} */
    protected final V put(String name, double[] values) {
        layout.slice(name).set(vector, values);
        return self();
    }

    @SuppressWarnings("unchecked")
    private V self() {
        return (V) this;
    }

    /** A table, one row an array: name, shape, places and values. */
    @Override
    public String toString() {
        return layout.describe(vector);
    }
}
