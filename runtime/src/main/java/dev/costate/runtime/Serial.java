package dev.costate.runtime;

import java.io.InvalidObjectException;
import java.util.function.Consumer;

/** How objects of generated classes are read from streams. */
public final class Serial {
    private Serial() {}

    /**
     * Refuses damaged data.
     *
     * @param read the fingerprint of the data that was read
     * @param written that of the data as it was written
     * @throws InvalidObjectException if they differ
     */
    public static void check(String model, long read, long written) throws InvalidObjectException {
        if (read != written) {
            throw new InvalidObjectException(model + ": the data that was read is damaged");
        }
    }

    /** Binds an array that was bound when it was written. */
    public static <T> void bind(T array, Consumer<T> setter) {
        if (array != null) {
            setter.accept(array);
        }
    }
}
