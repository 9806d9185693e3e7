package dev.costate.compiler.loop;

/** In which numbers the units of a program compute. */
public enum FloatMode {
    DOUBLE,
    /** Values are {@code float}, sums of them {@code double} until they are read. */
    FLOAT,
    /** So is the model, but its params are made of {@code double}, and so are logarithms of Jacobians. */
    FLOAT_OF_DOUBLE;

    /**
     * Those of a program.
     *
     * @param single whether the model says so
     * @param free whether its params are made of free numbers
     */
    public static FloatMode of(boolean single, boolean free) {
        if (!single) {
            return DOUBLE;
        }
        return free ? FLOAT_OF_DOUBLE : FLOAT;
    }
}
