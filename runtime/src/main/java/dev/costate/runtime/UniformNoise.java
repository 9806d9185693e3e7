package dev.costate.runtime;

/**
 * Random numbers, uniform on the open interval from 0 to 1. Each is a function of the seed, the name and its position
 * alone, in every JVM and thread, and none is stored.
 */
public final class UniformNoise {
    private final long seed;
    private final long stream;

    /**
     * The numbers of a name for a seed.
     *
     * @param name as the model declares it
     */
    public UniformNoise(String name, long seed) {
        this.seed = seed;
        this.stream = Philox.stream(name);
    }

    /**
     * {@return the number at a position, (k + ½) · 2⁻⁵² with k an integer}
     *
     * @param position that of the element in row-major order
     */
    public double at(long position) {
        return Philox.uniform(seed, stream, position);
    }

    /**
     * {@return the number at a position for models in {@code float}, (k + ½) · 2⁻²³ with k an integer}
     *
     * @param position that of the element in row-major order
     */
    public float floatAt(long position) {
        return Philox.singleUniform(seed, stream, position);
    }
}
