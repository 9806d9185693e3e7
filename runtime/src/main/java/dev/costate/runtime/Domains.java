package dev.costate.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the params of a model live: what generated classes check points by, and find their free numbers by. */
public final class Domains {
    private static final double[] BELOW = {Double.NEGATIVE_INFINITY};
    private static final double[] ABOVE = {Double.POSITIVE_INFINITY};

    private final ParameterLayout layout;
    private final Map<String, Domain> domains = new HashMap<>();

    /** Of params that may be any numbers. */
    public Domains(ParameterLayout layout) {
        this.layout = layout;
    }

    private Domains put(String name, Domain domain) {
        domains.put(name, domain);
        return this;
    }

    /**
     * A param above bounds.
     *
     * @param text the domain as the model writes it
     * @param lower the bound of all elements, or of each
     */
    public Domains greater(String name, String text, double... lower) {
        return put(name, new Domain.Bounds(text, lower, ABOVE, true));
    }

    /** A param above bounds or on them, as {@link #greater}. */
    public Domains atLeast(String name, String text, double... lower) {
        return put(name, new Domain.Bounds(text, lower, ABOVE, false));
    }

    /** A param below bounds, as {@link #greater}. */
    public Domains less(String name, String text, double... upper) {
        return put(name, new Domain.Bounds(text, BELOW, upper, true));
    }

    /** A param below bounds or on them, as {@link #greater}. */
    public Domains atMost(String name, String text, double... upper) {
        return put(name, new Domain.Bounds(text, BELOW, upper, false));
    }

    /**
     * A param between bounds, or on them.
     *
     * @throws DomainException if a lower bound is not below the upper one
     */
    public Domains between(String name, String text, double[] lower, double[] upper) {
        new Domain.Bounds(text, lower, upper, false).checkOrder(name);
        return within(name, text, lower, upper);
    }

    /** The same between numbers. */
    public Domains between(String name, String text, double lower, double upper) {
        return between(name, text, new double[] {lower}, new double[] {upper});
    }

    /** The same where params say the bounds, of which anything may be the case. */
    public Domains within(String name, String text, double[] lower, double[] upper) {
        return put(name, new Domain.Bounds(text, lower, upper, false));
    }

    /** A param that increases strictly along its last axis. */
    public Domains ordered(String name) {
        return put(name, new Domain.Ordered(false));
    }

    /** The same of positive numbers. */
    public Domains positiveOrdered(String name) {
        return put(name, new Domain.Ordered(true));
    }

    /** A param that is positive and has the sum 1 along its last axis. */
    public Domains simplex(String name) {
        return put(name, new Domain.Simplex());
    }

    /** A param with the sum 0 along its last axis. */
    public Domains sumToZero(String name) {
        return put(name, new Domain.SumToZero());
    }

    /** A param of norm 1 along its last axis. */
    public Domains unit(String name) {
        return put(name, new Domain.Unit());
    }

    /** A param that is the Cholesky factor of a correlation matrix along its last two axes. */
    public Domains choleskyCorrelation(String name) {
        return put(name, new Domain.CholeskyCorrelation());
    }

    private Domain of(ParameterLayout.Slice slice) {
        Domain domain = domains.get(slice.name());
        return domain == null ? new Domain.Free() : domain;
    }

    /**
     * Refuses a point at which a param is outside of its domain; NaN is in none.
     *
     * @throws DomainException names the first param that is, its value and its domain
     */
    public void check(double[] theta) {
        Checks.vector("theta", theta, layout.size());
        for (ParameterLayout.Slice slice : layout.slices()) {
            of(slice).check(slice.name(), slice.shape(), theta, slice.offset());
        }
    }

    /** How many free numbers there are. */
    public int dimension() {
        return layout.slices().stream()
                .mapToInt(slice -> of(slice).dimension(slice.shape()))
                .sum();
    }

    /** The free numbers of a point, for {@link Unconstrained#unconstrain}. */
    public void unconstrain(double[] theta, double[] u) {
        Checks.vector("theta", theta, layout.size());
        Checks.vector("u", u, dimension());
        Checks.apart("u", u, "theta", theta);
        int to = 0;
        for (ParameterLayout.Slice slice : layout.slices()) {
            Domain domain = of(slice);
            domain.unconstrain(slice.shape(), theta, slice.offset(), u, to);
            to += domain.dimension(slice.shape());
        }
    }

    /** Free numbers of a point inside of all domains: 0, or 1 where 0 gives none. */
    public double[] start() {
        List<double[]> parts = new ArrayList<>();
        for (ParameterLayout.Slice slice : layout.slices()) {
            Domain domain = of(slice);
            double[] part = new double[domain.dimension(slice.shape())];
            Arrays.fill(part, domain.isSingularAtZero() ? 1 : 0);
            parts.add(part);
        }
        return Checks.join(parts.toArray(double[][]::new));
    }

    /** The least value that each param may have. */
    public double[] lowerBounds() {
        return bounds()[0];
    }

    /** The greatest value that each param may have. */
    public double[] upperBounds() {
        return bounds()[1];
    }

    private double[][] bounds() {
        double[][] bounds = new double[2][layout.size()];
        for (ParameterLayout.Slice slice : layout.slices()) {
            of(slice).bounds(slice.shape(), slice.offset(), bounds[0], bounds[1]);
        }
        return bounds;
    }

    /**
     * Data that has to be between bounds, of which either may be infinite.
     *
     * @param lower one for all values, or one each
     * @param open whether the bounds themselves are outside
     * @return the same array
     * @throws DomainException names the first value that is outside; NaN is in no domain
     */
    public static double[] data(
            String name, String text, double[] values, double[] lower, double[] upper, boolean open) {
        Domain.Bounds bounds = new Domain.Bounds(text, lower, upper, open);
        bounds.checkOrder(name);
        bounds.check(name, Shape.of("", values.length), values, 0);
        return values;
    }

    /** The same of integers, of which there may be one only. */
    public static int[] data(String name, String text, int[] values, double[] lower, double[] upper, boolean open) {
        Domain.Bounds bounds = new Domain.Bounds(text, lower, upper, open);
        double[] numbers = Arrays.stream(values).asDoubleStream().toArray();
        bounds.check(name, Shape.of("", values.length), numbers, 0);
        return values;
    }

    /** The same between numbers. */
    public static double[] data(String name, String text, double[] values, double lower, double upper, boolean open) {
        return data(name, text, values, new double[] {lower}, new double[] {upper}, open);
    }

    /** The same of an integer. */
    public static int data(String name, String text, int value, double lower, double upper, boolean open) {
        Domain.Bounds bounds = new Domain.Bounds(text, new double[] {lower}, new double[] {upper}, open);
        bounds.check(name, Shape.SCALAR, new double[] {value}, 0);
        return value;
    }

    /** The same of a number. */
    public static double data(String name, String text, double value, double lower, double upper, boolean open) {
        Domain.Bounds bounds = new Domain.Bounds(text, new double[] {lower}, new double[] {upper}, open);
        bounds.checkOrder(name);
        bounds.check(name, Shape.SCALAR, new double[] {value}, 0);
        return value;
    }
}
