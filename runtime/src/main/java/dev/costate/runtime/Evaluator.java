package dev.costate.runtime;

import java.util.function.BiFunction;

/**
 * What all generated classes have that compute at points: a vector of parameters with a layout, and a way to tell
 * whether they are computing, and where they did.
 *
 * @param <P> the view by which a program reads and writes a vector of parameters by name
 */
public abstract class Evaluator<P> {
    /** Whether the object is computing, and the point at which it last computed all outputs. */
    protected final Evaluations evaluations;

    private final String model;

    @SuppressWarnings("NullAway.Init") // set by the constructors of generated classes, when they know sizes
    private VectorLayout<P> parameters;

    /** The length of the layout, which every evaluation asks for. */
    private int dimension;

    /**
     * An object whose layout is still to be said.
     *
     * @param model for messages
     */
    protected Evaluator(String model) {
        this.model = model;
        this.evaluations = new Evaluations(model);
    }

    /** For an object that is read from a stream, until another takes its place. */
    protected Evaluator() {
        this("");
    }

    /** Says how the parameters stand in a vector, and what makes the views of one. */
    protected final void parameters(ParameterLayout.Builder layout, BiFunction<ParameterLayout, double[], P> views) {
        parameters = new VectorLayout<>(layout.build(), views);
        dimension = parameters.size();
    }

    /**
     * An output, of which the last value is kept.
     *
     * @param method by which callers ask for it
     */
    protected final LastValue last(String output, String method) {
        return new LastValue(model, output, method);
    }

    /**
     * Data that must have been bound: {@code Line: data X is not bound, call X(...) first}.
     *
     * @return the same array
     */
    public final <T> T bound(String data, T array) {
        return bound(data, data, array);
    }

    /** The same where the method that binds it is called otherwise. */
    public final <T> T bound(String data, String method, T array) {
        requireBound(data, method, array != null);
        return array;
    }

    /** A number that must have been bound. */
    public final double bound(String data, double value, boolean isBound) {
        return bound(data, data, value, isBound);
    }

    /** The same where the method that binds it is called otherwise. */
    public final double bound(String data, String method, double value, boolean isBound) {
        requireBound(data, method, isBound);
        return value;
    }

    /** A whole number that must have been bound. */
    public final int bound(String data, int value, boolean isBound) {
        return bound(data, data, value, isBound);
    }

    /** The same where the method that binds it is called otherwise. */
    public final int bound(String data, String method, int value, boolean isBound) {
        requireBound(data, method, isBound);
        return value;
    }

    private void requireBound(String data, String method, boolean isBound) {
        if (!isBound) {
            throw new IllegalStateException(model + ": data " + data + " is not bound, call " + method + "(...) first");
        }
    }

    /** {@return how the parameters stand in a flat vector} */
    public final VectorLayout<P> parameters() {
        return parameters;
    }

    /** {@return how many parameters there are, as numbers} */
    public final int dimension() {
        return dimension;
    }
}
