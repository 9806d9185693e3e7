package dev.costate.runtime;

/**
 * Keeps gradients of models in {@code float} that are too small for it: the backward half starts from a large power of
 * two, the scale, and the gradient is divided by it in {@code double}. A gradient that is not finite halves the scale
 * and is no gradient to step by; after enough finite ones in a row the scale is doubled.
 *
 * <pre>{@code
 * model.forward(theta);
 * model.backward(scaler.scale(), gradient);
 * if (scaler.unscale(gradient)) {
 *     // a step along the gradient
 * }
 * }</pre>
 */
public final class LossScaler {
    private static final double START = 65536;
    private static final int INTERVAL = 2000;

    /** Between these the scale stays, so that it can always be divided by. */
    private static final double LEAST = Double.MIN_NORMAL;

    private static final double GREATEST = 0x1p1023;

    private final int interval;
    private double scale;
    private int finite;
    private long skipped;

    /** One that begins at 2¹⁶ and doubles after 2000 finite gradients. */
    public LossScaler() {
        this(START, INTERVAL);
    }

    /**
     * One that begins elsewhere.
     *
     * @param scale at first, a power of two
     * @param interval how many finite gradients in a row double it, at least 1
     * @throws IllegalArgumentException if the scale is no power of two, or is subnormal
     */
    public LossScaler(double scale, int interval) {
        boolean inRange = scale >= LEAST && scale <= GREATEST;
        if (!inRange || Math.scalb(1.0, Math.getExponent(scale)) != scale) {
            throw new IllegalArgumentException("the scale must be a power of two, got " + scale);
        }
        this.scale = scale;
        this.interval = Checks.atLeast("interval", interval, 1);
    }

    /** {@return what the next backward half starts from} */
    public double scale() {
        return scale;
    }

    /** {@return how many gradients were not finite so far} */
    public long skipped() {
        return skipped;
    }

    /**
     * Divides a gradient by the scale that it was computed with.
     *
     * @param gradient overwritten if it is finite, else left as it is
     * @return whether it is finite
     */
    public boolean unscale(double[] gradient) {
        for (double entry : gradient) {
            if (!(Math.abs(entry) <= Double.MAX_VALUE)) {
                skipped++;
                finite = 0;
                scale = Math.max(scale / 2, LEAST);
                return false;
            }
        }
        for (int k = 0; k < gradient.length; k++) {
            gradient[k] /= scale;
        }
        finite++;
        if (finite == interval) {
            finite = 0;
            scale = Math.min(scale * 2, GREATEST);
        }
        return true;
    }
}
