package dev.costate.compiler.order;

import dev.costate.compiler.ir.Range;

/** A loop that the statements of a recurrence run in together. Compared by identity. */
public final class Loop {
    private final Range.Order order;

    Loop(Range.Order order) {
        this.order = order;
    }

    /** In which order it must take its values; any, if no iteration needs another. */
    public Range.Order order() {
        return order;
    }
}
