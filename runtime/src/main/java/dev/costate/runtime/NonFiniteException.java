package dev.costate.runtime;

/** A value or derivative is NaN or infinite; the message says which, and where that began. */
public final class NonFiniteException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    /** @param message what is not finite, and the operations that made it so */
    public NonFiniteException(String message) {
        super(message);
    }
}
