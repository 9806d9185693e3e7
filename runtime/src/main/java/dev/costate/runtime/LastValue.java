package dev.costate.runtime;

/** An output of a generated class, as it was last computed: a number, or an array that belongs to who computed it. */
public final class LastValue {
    private final String model;
    private final String output;
    private final String method;
    private double number;
    private double[] array = {};
    private boolean isKnown;

    /**
     * An output that nothing has computed yet.
     *
     * @param method by which callers ask for it
     */
    public LastValue(String model, String output, String method) {
        this.model = model;
        this.output = output;
        this.method = method;
    }

    /**
     * Takes what has been computed.
     *
     * @return the same
     */
    public double set(double value) {
        number = value;
        isKnown = true;
        return value;
    }

    /**
     * Takes what has been computed, without a copy.
     *
     * @return the same
     */
    public double[] set(double[] values) {
        array = values;
        isKnown = true;
        return values;
    }

    /**
     * The number.
     *
     * @throws IllegalStateException {@code Line: nothing has computed loss before lossValue}
     */
    public double get() {
        check();
        return number;
    }

    /**
     * Copies the array.
     *
     * @param out receives it
     * @param length how long it is to be
     * @throws IllegalStateException {@code Line: nothing has computed p before pValue}
     */
    public void get(double[] out, int length) {
        Checks.vector(output, out, length);
        check();
        System.arraycopy(array, 0, out, 0, length);
    }

    private void check() {
        if (!isKnown) {
            throw new IllegalStateException(model + ": nothing has computed " + output + " before " + method);
        }
    }
}
