package dev.costate.runtime;

import java.util.function.Consumer;

/** How data that was read from a stream is bound to a new object. */
public final class Serial {
    static final Serial DATA = new Serial();

    private Serial() {}

    /** Binds an array that was bound when it was written. */
    public <T> void bind(T array, Consumer<T> setter) {
        if (array != null) {
            setter.accept(array);
        }
    }
}
