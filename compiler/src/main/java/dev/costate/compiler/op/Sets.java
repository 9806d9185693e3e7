package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;

/** Operations of sets of inputs. They compute no numbers, so they are not of the catalogue. */
public final class Sets {
    /** The set without elements. */
    public static final Op NONE = new None();

    public static final Op UNION = new Union();

    private Sets() {}
}
