package dev.costate.runtime;

import dev.costate.runtime.Claims.Entry;
import dev.costate.runtime.GradientReport.Finding;
import dev.costate.runtime.GradientReport.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Compares a derivative, of any form, with the function's values: the safety net under every rule of differentiation.
 *
 * <p>First the contract: value and derivative are finite, the same in every bit when computed again, linear in the
 * vector that the method takes, and overwrite what was in the array. Then derivatives along three random directions of
 * weighted sums of the values, and single ones: all of them up to 200, else of every array by every parameter the 8
 * largest, 8 at random, the first and the last. Derivatives come from values by Ridders' extrapolation, about 11
 * evaluations each, usually to 12 digits; a difference beyond ten times the estimated error plus 10⁻⁶ fails. Where the
 * derivatives to the left and to the right differ, any value between them will do. Along the directions what is left
 * of the Taylor series has to fall with the square of the step, which needs no tolerance.
 *
 * <p>It finds wrong signs, factors and sums, and says which it probably is; that a derivative is right to the last
 * digit it cannot find.
 */
public final class GradientCheck {
    private static final int DIRECTIONS = 3;
    private static final ParameterLayout VALUE =
            ParameterLayout.builder().add("value").build();

    private final ParameterLayout layout;
    private final long seed;
    private final Map<String, Integer> sizes;
    private final Format format;

    /** What a function and its derivative are computed in; how far the two may be apart follows from that. */
    public enum Format {
        DOUBLE(0x1p-53, 1e-6, 0),
        /** The derivative may be off by 2¹³ roundings. */
        FLOAT(0x1p-24, 0x1p-11, 0x1p-11),
        /**
         * In {@code float}, and derivatives read what is kept in 16 bits: they may be off by 16 roundings to 8 bits.
         */
        MIXED(0x1p-24, 0x1p-4, 0x1p-4);

        private final double unit;
        private final double tolerance;
        private final double share;

        Format(double unit, double tolerance, double share) {
            this.unit = unit;
            this.tolerance = tolerance;
            this.share = share;
        }

        /** Half the distance from 1 to the next number. */
        double unit() {
            return unit;
        }

        /** The difference that is allowed, as a part of the larger of the two. */
        double tolerance() {
            return tolerance;
        }

        /** What is allowed besides, as a part of the largest derivative. */
        double share() {
            return share;
        }

        double rounded(double value) {
            return this == DOUBLE ? value : (float) value;
        }
    }

    private GradientCheck(ParameterLayout layout, long seed, Map<String, Integer> sizes, Format format) {
        this.layout = layout;
        this.seed = seed;
        this.sizes = sizes;
        this.format = format;
    }

    /** A check that knows the variables by the names of this layout. */
    public static GradientCheck of(ParameterLayout layout) {
        return new GradientCheck(layout, 1, Map.of(), Format.DOUBLE);
    }

    /** A check that knows the variables as x[0], x[1], … */
    public static GradientCheck of(int dimension) {
        return of(ParameterLayout.builder().add("x", Shape.of("", dimension)).build());
    }

    /** Checks a function at a point, without names for its variables. */
    public static GradientReport check(DifferentiableFunction function, double[] x) {
        return of(function.dimension()).at(function, x);
    }

    /** Checks a derivative of any form at a point. */
    public static GradientReport check(Differential differential, double[] x) {
        return of(differential.inputs()).at(differential, x);
    }

    /** The same check with other random choices. */
    public GradientCheck withSeed(long newSeed) {
        return new GradientCheck(layout, newSeed, sizes, format);
    }

    /** The same check, which looks for factors among these sizes, too, such as the number of observations. */
    public GradientCheck withSizes(Map<String, Integer> more) {
        return new GradientCheck(layout, seed, new TreeMap<>(more), format);
    }

    /** The same check for what is computed in another format. */
    public GradientCheck withFormat(Format other) {
        return new GradientCheck(layout, seed, sizes, other);
    }

    /**
     * Checks a function at a point.
     *
     * @throws ShapeException if function, layout and point don't have one length
     */
    public GradientReport at(DifferentiableFunction function, double[] x) {
        Checks.exactly("the dimension of the function", function.dimension(), layout.size());
        Differential gradient =
                Differential.matrix(layout, VALUE, Differential.value(function::value), function::valueAndGradient);
        GradientReport report = at(gradient, x);
        List<String> broken = new ArrayList<>(report.broken());
        double alone = function.value(x.clone());
        double beside = function.valueAndGradient(x.clone(), new double[x.length]);
        if (Math.abs(alone - beside) > 1e-12 * Math.abs(beside)) {
            broken.add("the value is " + alone + " without the gradient and " + beside + " with it");
        }
        return report.with(broken);
    }

    /**
     * Checks a derivative of any form at a point.
     *
     * @throws ShapeException if variables, layout and point don't have one length
     */
    public GradientReport at(Differential differential, double[] x) {
        Checks.exactly("the number of variables", differential.inputs().size(), layout.size());
        Checks.vector("point", x, layout.size());
        return new Run(differential, x.clone()).report();
    }

    /** One check of one derivative at one point. */
    private final class Run {
        private final Differential differential;
        private final double[] x;
        private final double[] moved;
        private final double[] weights;
        private final Random random = new Random(seed);
        private final List<String> broken = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private final Map<ParameterLayout.Slice, List<LikelyMistake.Failure>> failures = new LinkedHashMap<>();
        private final Claims claims;
        private int evaluations;

        Run(Differential differential, double[] x) {
            this.differential = differential;
            this.x = x;
            this.moved = x.clone();
            this.weights = new double[differential.outputs().size()];
            this.claims = new Claims(differential, x, random);
        }

        GradientReport report() {
            finiteValues();
            boolean finite = broken.isEmpty();
            broken.addAll(DerivativeContract.broken(differential, x, new Random(seed)));
            List<String> likely = new ArrayList<>();
            if (finite && weights.length > 0) {
                boolean product = x.length > 0 && differential.places().extent() != MatrixPlaces.Extent.DIAGONAL;
                for (int k = 1; product && k <= DIRECTIONS; k++) {
                    direction(k);
                }
                claims.sample(random).forEach(this::entry);
                failures.forEach((array, failed) ->
                        likely.add(new LikelyMistake(array, failed, allSizes(), this::actual).text()));
            }
            return new GradientReport(
                    broken, findings, likely.stream().distinct().toList(), evaluations, seed);
        }

        private void finiteValues() {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = 1;
                double value = differential.weighted(moved, weights);
                weights[i] = 0;
                if (!Double.isFinite(value)) {
                    broken.add("the value of " + differential.outputs().nameAt(i) + " is " + value);
                }
                if (!Arrays.equals(moved, x)) {
                    broken.add("computing the value changes the point");
                    System.arraycopy(x, 0, moved, 0, x.length);
                }
            }
        }

        private void direction(int k) {
            double[] u = random(weights.length);
            double[] d = random(x.length);
            double scale = 1;
            for (double element : x) {
                scale = Math.max(scale, Math.abs(element));
            }
            DoubleUnaryOperator along = t -> {
                Arrays.setAll(moved, i -> x[i] + t * d[i]);
                return differential.weighted(moved, u);
            };
            double g = differential.form(x.clone(), u, d);
            LineCheck check = new LineCheck(along.applyAsDouble(0), claims.largest(), differential.noise(), format);
            Finding finding = check.compare("direction " + k, "", g, along, 0, scale);
            findings.add(finding);
            evaluations += check.evaluations();
            if (finding.outcome() == Outcome.PASSED && differential.isByValues() && format == Format.DOUBLE) {
                RemainderTest remainder = new RemainderTest(along, g, scale);
                evaluations += remainder.evaluations();
                if (remainder.failed()) {
                    broken.add("along direction " + k + ", what is left of the Taylor series is of first order in the"
                            + " step and not of second, as if the derivative were wrong");
                }
            }
            System.arraycopy(x, 0, moved, 0, x.length);
        }

        /** Signs at random, of length 1; of a single value its weight 1. */
        private double[] random(int n) {
            double[] vector = new double[n];
            Arrays.setAll(vector, i -> n == 1 ? 1 : (random.nextBoolean() ? 1 : -1) / Math.sqrt(n));
            return vector;
        }

        private void entry(Entry e) {
            double g = claims.at(e);
            String array = differential.array(e.row(), e.column());
            Finding finding = along(e, array, g);
            if (finding.outcome() == Outcome.FAILED) {
                failures.computeIfAbsent(differential.inputs().sliceAt(e.column()), a -> new ArrayList<>())
                        .add(new LikelyMistake.Failure(e, g, finding.derivative()));
            }
            findings.add(finding);
        }

        private double actual(Entry e) {
            return along(e, "", 0).derivative();
        }

        private Finding along(Entry e, String array, double g) {
            int j = e.column();
            weights[e.row()] = 1;
            DoubleUnaryOperator along = t -> {
                moved[j] = t;
                return differential.weighted(moved, weights);
            };
            LineCheck check =
                    new LineCheck(along.applyAsDouble(x[j]), claims.largest(e.row()), differential.noise(), format);
            Finding finding =
                    check.compare(differential.name(e.row(), j), array, g, along, x[j], Math.max(1, Math.abs(x[j])));
            evaluations += check.evaluations();
            weights[e.row()] = 0;
            moved[j] = x[j];
            return finding;
        }

        /** The sizes by name, and where an axis has none, by its array. */
        private Map<String, Integer> allSizes() {
            Map<String, Integer> all = new TreeMap<>(sizes);
            for (ParameterLayout of : List.of(differential.inputs(), differential.outputs())) {
                for (ParameterLayout.Slice slice : of.slices()) {
                    if (slice.size() > 1 && !all.containsValue(slice.size())) {
                        all.put("the number of values of " + slice.name(), slice.size());
                    }
                }
            }
            return all;
        }
    }
}
