package dev.costate.runtime;

/**
 * How data is bound to an object of a generated class: it is copied into the arrays that are there, unless a fork reads
 * them too, and what was computed of other data is not known any more.
 */
public final class Binding {
    private final Evaluations evaluations;
    private boolean shared;

    Binding(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    /** {@return whether another object reads the same arrays} */
    public boolean isShared() {
        return shared;
    }

    /** Two objects read the same arrays from now on. */
    public void share(Binding other) {
        shared = true;
        other.shared = true;
    }

    /** {@return a number that is bound} */
    public double of(double value) {
        evaluations.reset();
        return value;
    }

    /** {@return a whole number that is bound} */
    public int of(int value) {
        evaluations.reset();
        return value;
    }

    /**
     * A copy of data that is bound.
     *
     * @param array that holds what was bound before, or null
     */
    public double[] of(double[] values, double[] array) {
        evaluations.reset();
        return shared ? values.clone() : Checks.copy(values, array);
    }

    /** A copy of data that is bound, rounded to {@code float}, as {@link #of(double[], double[])}. */
    public float[] of(double[] values, float[] array) {
        evaluations.reset();
        return Checks.copy(values, shared ? new float[values.length] : array);
    }

    /** A copy of whole numbers that are bound, as {@link #of(double[], double[])}. */
    public int[] of(int[] values, int[] array) {
        evaluations.reset();
        return shared ? values.clone() : Checks.copy(values, array);
    }
}
