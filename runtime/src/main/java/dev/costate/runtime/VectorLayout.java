package dev.costate.runtime;

import java.util.Objects;
import java.util.function.BiFunction;

/**
 * How arrays stand in a flat vector, one after the other and each row-major, with views by which a program reads and
 * writes a vector by name.
 *
 * @param <V> the views
 */
public final class VectorLayout<V> {
    private final ParameterLayout layout;
    private final BiFunction<ParameterLayout, double[], V> views;

    /**
     * A layout with its views.
     *
     * @param views makes a view, of this layout and a vector of its length
     */
    public VectorLayout(ParameterLayout layout, BiFunction<ParameterLayout, double[], V> views) {
        this.layout = Objects.requireNonNull(layout, "layout");
        this.views = Objects.requireNonNull(views, "views");
    }

    /** The length of the vector. */
    public int size() {
        return layout.size();
    }

    /** Names, shapes and offsets, for those who look them up. */
    public ParameterLayout layout() {
        return layout;
    }

    /** A view of a vector: reads and writes it, no copy. */
    public V view(double[] vector) {
        Checks.vector("the vector", vector, size());
        return views.apply(layout, vector);
    }

    /** A view of a vector that was stored with the fingerprint of its layout; of another layout it is refused. */
    public V view(double[] vector, long fingerprint) {
        layout.check(vector, fingerprint);
        return views.apply(layout, vector);
    }

    /** A number that tells this layout from others, to be stored with a vector. */
    public long fingerprint() {
        return layout.fingerprint();
    }

    /** A table, one row an array: name, shape, places. */
    @Override
    public String toString() {
        return layout.toString();
    }
}
