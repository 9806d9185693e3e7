package dev.costate.runtime;

import java.util.Arrays;

/**
 * Whether an object of a generated class is computing, and the point at which it last computed all outputs. Each
 * evaluation is what stands between {@link #begin} and {@link #close}; two at once are two threads, which is found out
 * without cost, and so not always.
 */
public final class Evaluations implements AutoCloseable {
    private final String model;
    private double[] point = {};
    private Runnable check = () -> {};
    private boolean evaluated;
    private boolean busy;

    Evaluations(String model) {
        this.model = model;
    }

    /** Says what has to be checked before each evaluation. */
    public void check(Runnable before) {
        check = before;
    }

    /**
     * Begins an evaluation.
     *
     * @throws IllegalStateException {@code Line: two threads use this object at once; give each one of its own, by
     *     fork()}
     */
    public void begin() {
        if (busy) {
            throw new IllegalStateException(
                    model + ": two threads use this object at once; give each one of its own, by fork()");
        }
        check.run();
        busy = true;
    }

    /** Ends the evaluation. */
    @Override
    public void close() {
        busy = false;
    }

    /** All outputs have been computed at this point. */
    public void at(double[] theta) {
        point = Checks.copy(theta, point);
        evaluated = true;
    }

    /** What outputs have been computed from is no longer so. */
    public void reset() {
        evaluated = false;
    }

    /** Whether all outputs were last computed at this point. */
    public boolean isAt(double[] theta) {
        return evaluated && Arrays.equals(theta, point);
    }

    /**
     * The point at which all outputs were last computed.
     *
     * @param method for which they must have been
     * @throws IllegalStateException {@code Line: call forward(theta) before backward}
     */
    public double[] point(String method) {
        if (!evaluated) {
            throw new IllegalStateException(model + ": call forward(theta) before " + method);
        }
        return point;
    }
}
