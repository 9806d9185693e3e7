package dev.costate.runtime;

/**
 * Random numbers with the standard normal distribution. Each is a function of the seed, the name and its position
 * alone, in every JVM and thread, and none is stored: the quantile of the {@link UniformNoise} at its place, by
 * algorithm AS 241 (PPND16): Michael J. Wichura, <i>The percentage points of the normal distribution</i>, Applied
 * Statistics 37 (1988), 477–484. It is evaluated as published, so that it is the same to the last bit everywhere; as a
 * quantile it is right to about 1 part in 10¹⁶.
 */
// The coefficients stand as they are published.
@SuppressWarnings("FloatingPointLiteralPrecision")
public final class NormalNoise {
    private static final double CENTRE = 0.425;
    private static final double CENTRE_SQUARED = 0.180625;
    private static final double TAIL = 5;
    private static final double SHIFT = 1.6;

    private static final double[] CENTRE_ABOVE = {
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e0
    };
    private static final double[] CENTRE_BELOW = {
        5.2264952788528545610e+3,
        2.8729085735721942674e+4,
        3.9307895800092710610e+4,
        2.1213794301586595867e+4,
        5.3941960214247511077e+3,
        6.8718700749205790830e+2,
        4.2313330701600911252e+1,
        1
    };
    private static final double[] SIDE_ABOVE = {
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
        3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0
    };
    private static final double[] SIDE_BELOW = {
        1.05075007164441684324e-9,
        5.47593808499534494600e-4,
        1.51986665636164571966e-2,
        1.48103976427480074590e-1,
        6.89767334985100004550e-1,
        1.67638483018380384940e0,
        2.05319162663775882187e0,
        1
    };
    private static final double[] TAIL_ABOVE = {
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0
    };
    private static final double[] TAIL_BELOW = {
        2.04426310338993978564e-15,
        1.42151175831644588870e-7,
        1.84631831751005468180e-5,
        7.86869131145613259100e-4,
        1.48753612908506148525e-2,
        1.36929880922735805310e-1,
        5.99832206555887937690e-1,
        1
    };

    private final long seed;
    private final long stream;

    /**
     * The numbers of a name for a seed.
     *
     * @param name as the model declares it
     */
    public NormalNoise(String name, long seed) {
        this.seed = seed;
        this.stream = Philox.stream(name);
    }

    /**
     * {@return the number at a position}
     *
     * @param position that of the element in row-major order
     */
    public double at(long position) {
        return quantile(Philox.uniform(seed, stream, position));
    }

    /**
     * {@return the {@code float} nearest to the number at a position}
     *
     * @param position that of the element in row-major order
     */
    public float floatAt(long position) {
        return (float) at(position);
    }

    /** PPND16 of a number between 0 and 1. */
    static double quantile(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= CENTRE) {
            double r = CENTRE_SQUARED - q * q;
            return q * polynomial(CENTRE_ABOVE, r) / polynomial(CENTRE_BELOW, r);
        }
        double r = Math.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        double value = r <= TAIL
                ? polynomial(SIDE_ABOVE, r - SHIFT) / polynomial(SIDE_BELOW, r - SHIFT)
                : polynomial(TAIL_ABOVE, r - TAIL) / polynomial(TAIL_BELOW, r - TAIL);
        return q < 0 ? -value : value;
    }

    /** By Horner's rule, the coefficient of the highest power first. */
    private static double polynomial(double[] coefficients, double x) {
        double value = coefficients[0];
        for (int k = 1; k < coefficients.length; k++) {
            value = value * x + coefficients[k];
        }
        return value;
    }
}
