package dev.costate.compiler.source;

/** A mistake of ours, never of the user's: an invariant of the compiler that does not hold. */
public final class CompilerBug extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param stage the stage or pass that failed
     * @param message what does not hold, with a dump of what it was looking at
     */
    public CompilerBug(String stage, String message) {
        super(stage + ": " + message);
    }
}
