package dev.costate.runtime;

/**
 * Whether functions of the runtime have the same bits in every Java and on every machine. Those of {@link Math} that
 * are no arithmetic, {@code exp} or {@code pow} among them, are instructions of the machine, or what a version of Java
 * makes of them, and may differ in their last bit; those of {@link StrictMath} do not. They take up to twice as long, a
 * power with a fractional exponent 20 times.
 *
 * <p>Which of them the runtime calls is decided once, when the first of its functions is used: so the choice is a
 * constant to the JIT, and costs nothing. They are the strict ones if Java was started with
 * {@code -Dcostate.reproducible=true}, or if an object of a class made to be reproducible was there before.
 */
public final class Reproducible {
    private static final String PROPERTY = "costate.reproducible";

    private static volatile boolean requested = Boolean.getBoolean(PROPERTY);

    /** What is decided when it is asked for the first time. */
    private static final class Decision {
        static final boolean STRICT = requested;
    }

    private Reproducible() {}

    /** {@return whether functions are strict from now on} */
    static boolean decided() {
        return Decision.STRICT;
    }

    /** Asks for strict functions. {@return whether they are, and it was not too late} */
    public static boolean request() {
        requested = true;
        return decided();
    }

    /**
     * Asks for strict functions on behalf of a model.
     *
     * @throws IllegalStateException if functions have been used that are not
     */
    public static void require(String model) {
        if (!request()) {
            throw new IllegalStateException(model
                    + " is to give the same bits everywhere, and functions that do not have been used already:"
                    + " start Java with -D" + PROPERTY + "=true, or make an object of " + model + " first");
        }
    }
}
