package dev.costate.runtime;

/** An array or a size that doesn't fit the model; the message names it, what was expected, and what was given. */
public class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public ShapeException(String message) {
        super(message);
    }
}
