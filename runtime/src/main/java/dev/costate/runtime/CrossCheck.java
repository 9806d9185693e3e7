package dev.costate.runtime;

import java.util.Random;

/**
 * Two methods that claim to compute one derivative, such as those of a vector-Jacobian product and of a directional
 * derivative, held against each other: u · F′ v by the one and by the other, for random signs u and v. There is no step
 * size, and so little is allowed: 10⁻¹² of the sum of the sizes of the terms.
 *
 * @param first what the first says
 * @param second what the other says
 * @param allowed the difference that passes
 */
public record CrossCheck(double first, double second, double allowed) {
    /**
     * Compares at a point.
     *
     * @throws ShapeException if the two are not of as many variables and values
     */
    public static CrossCheck of(Differential first, Differential second, double[] x, long seed) {
        int n = first.inputs().size();
        int m = first.outputs().size();
        Checks.exactly("the number of variables", second.inputs().size(), n);
        Checks.exactly("the number of values", second.outputs().size(), m);
        Random random = new Random(seed);
        double[] u = signs(m, random);
        double[] v = signs(n, random);
        double[] a = first.forms(x.clone(), u, v);
        double[] b = second.forms(x.clone(), u, v);
        return new CrossCheck(a[0], b[0], 1e-12 * Math.max(a[1], b[1]) + Math.ulp(1.0) * n);
    }

    private static double[] signs(int n, Random random) {
        return random.ints(n, 0, 2).mapToDouble(bit -> 2.0 * bit - 1).toArray();
    }

    /** Whether the two agree. */
    public boolean passed() {
        return Math.abs(first - second) <= allowed;
    }

    @Override
    public String toString() {
        return "%.10g and %.10g, difference %.1e (allowed %.1e)%s"
                .formatted(first, second, first - second, allowed, passed() ? "" : ", FAILED");
    }
}
