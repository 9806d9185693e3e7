package dev.costate.runtime;

import dev.costate.runtime.GradientReport.Finding;
import dev.costate.runtime.GradientReport.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Compares a gradient with the function's values: the safety net under every rule of differentiation.
 *
 * <p>First the contract: value and gradient are finite, the same in every bit when computed again, and the gradient
 * overwrites what was in its array. Then derivatives along three random directions, and along coordinates: all of them
 * up to 200, else of every parameter the 8 with the largest derivatives, 8 at random, the first and the last.
 * Derivatives come from values by Ridders' extrapolation, about 11 evaluations each, usually to 12 digits; a difference
 * beyond ten times the estimated error plus 10⁻⁶ fails. Where the derivatives to the left and to the right differ, any
 * value between them will do.
 *
 * <p>It finds wrong signs, factors and sums; that a derivative is right to the last digit it cannot find.
 */
public final class GradientCheck {
    private static final int DIRECTIONS = 3;
    private static final int ALL_COORDINATES = 200;
    private static final int SAMPLE = 8;

    private final ParameterLayout layout;
    private final long seed;

    private GradientCheck(ParameterLayout layout, long seed) {
        this.layout = layout;
        this.seed = seed;
    }

    /** A check that knows the variables by the names of this layout. */
    public static GradientCheck of(ParameterLayout layout) {
        return new GradientCheck(layout, 1);
    }

    /** A check that knows the variables as x[0], x[1], … */
    public static GradientCheck of(int dimension) {
        return of(ParameterLayout.builder().add("x", Shape.of("", dimension)).build());
    }

    /** Checks a function at a point, without names for its variables. */
    public static GradientReport check(DifferentiableFunction function, double[] x) {
        return of(function.dimension()).at(function, x);
    }

    /** The same check with other random choices. */
    public GradientCheck withSeed(long newSeed) {
        return new GradientCheck(layout, newSeed);
    }

    /**
     * Checks a function at a point.
     *
     * @throws ShapeException if function, layout and point don't have one length
     */
    public GradientReport at(DifferentiableFunction function, double[] x) {
        Checks.exactly("the dimension of the function", function.dimension(), layout.size());
        Checks.vector("point", x, layout.size());
        return new Run(function, x.clone()).report();
    }

    /** One check of one function at one point. */
    private final class Run {
        private final DifferentiableFunction function;
        private final double[] x;
        private final double[] moved;
        private final double[] gradient;
        private final List<String> broken = new ArrayList<>();
        private final List<Finding> findings = new ArrayList<>();
        private final Random random = new Random(seed);
        private int evaluations;
        private double value;
        private double largest;

        Run(DifferentiableFunction function, double[] x) {
            this.function = function;
            this.x = x;
            this.moved = x.clone();
            this.gradient = new double[x.length];
        }

        GradientReport report() {
            contract();
            if (Double.isFinite(value)) {
                for (int k = 1; k <= DIRECTIONS && x.length > 0; k++) {
                    direction(k);
                }
                for (int i : coordinates()) {
                    coordinate(i);
                }
            }
            return new GradientReport(broken, findings, evaluations, seed);
        }

        private void contract() {
            value = function.valueAndGradient(moved, gradient);
            if (!Double.isFinite(value)) {
                broken.add("the value is " + value);
            }
            for (int i = 0; i < x.length; i++) {
                if (!Double.isFinite(gradient[i])) {
                    broken.add("the derivative of " + layout.nameAt(i) + " is " + gradient[i]);
                }
                largest = Math.max(largest, Math.abs(gradient[i]));
            }
            if (!Arrays.equals(moved, x)) {
                broken.add("computing the gradient changes the point");
                System.arraycopy(x, 0, moved, 0, x.length);
            }
            double alone = function.value(moved);
            if (Math.abs(alone - value) > 1e-12 * Math.abs(value)) {
                broken.add("the value is " + alone + " without the gradient and " + value + " with it");
            }
            again("a second call");
            Arrays.setAll(moved, i -> x[i] + 0.125);
            function.valueAndGradient(moved, new double[x.length]);
            System.arraycopy(x, 0, moved, 0, x.length);
            again("a call after one at another point");
        }

        private void again(String call) {
            double[] second = new double[x.length];
            Arrays.fill(second, 1);
            double secondValue = function.valueAndGradient(moved, second);
            if (Double.compare(secondValue, value) != 0) {
                broken.add(call + " gives another value: " + secondValue + " after " + value);
            }
            int i = Arrays.mismatch(second, gradient);
            if (i >= 0) {
                broken.add(call + " gives another gradient, as if something were not set to 0 before: "
                        + layout.nameAt(i) + " has " + second[i] + " after " + gradient[i]);
            }
        }

        private void direction(int k) {
            double[] d = new double[x.length];
            double length = Math.sqrt(x.length);
            double expected = 0;
            double scale = 1;
            for (int i = 0; i < d.length; i++) {
                d[i] = (random.nextBoolean() ? 1 : -1) / length;
                expected += gradient[i] * d[i];
                scale = Math.max(scale, Math.abs(x[i]));
            }
            DoubleUnaryOperator along = t -> {
                Arrays.setAll(moved, i -> x[i] + t * d[i]);
                return function.value(moved);
            };
            compare("direction " + k, "", expected, along, 0, scale);
        }

        private void coordinate(int i) {
            DoubleUnaryOperator along = t -> {
                moved[i] = t;
                return function.value(moved);
            };
            String array = layout.sliceAt(i).name();
            compare(layout.nameAt(i), array, gradient[i], along, x[i], Math.max(1, Math.abs(x[i])));
        }

        private void compare(String name, String array, double g, DoubleUnaryOperator along, double t, double scale) {
            Ridders ridders = new Ridders(along);
            double small = 1e-3 * Math.abs(value);
            ridders.central(t, scale, small);
            double d = ridders.derivative();
            double error = ridders.error();
            double allowed = 10 * error + tolerance(d, g);
            Outcome outcome = Math.abs(d - g) <= allowed ? Outcome.PASSED : Outcome.FAILED;
            if (!ridders.finite() || error > 1e-3 * Math.max(Math.abs(d), largest) + 1e-6 * small) {
                outcome = Outcome.INCONCLUSIVE;
            }
            if (outcome != Outcome.PASSED) {
                outcome = besideKink(ridders, g, t, scale, outcome);
            }
            evaluations += ridders.evaluations();
            System.arraycopy(x, 0, moved, 0, x.length);
            findings.add(new Finding(name, array, outcome, g, d, error, allowed));
        }

        private double tolerance(double d, double g) {
            return 1e-6 * Math.max(Math.abs(d), Math.abs(g)) + 1e-12 * Math.max(largest, Math.abs(value));
        }

        /**
         * Where the derivatives to the two sides differ, the gradient must be between them; elsewhere nothing changes.
         */
        private Outcome besideKink(Ridders ridders, double g, double t, double scale, Outcome otherwise) {
            double small = 1e-3 * Math.abs(value);
            ridders.oneSided(t, scale, small);
            double right = ridders.derivative();
            double error = ridders.error();
            ridders.oneSided(t, -scale, small);
            double left = ridders.derivative();
            error += ridders.error();
            if (!(Math.abs(right - left) > 10 * error + 100 * tolerance(left, right))) {
                return otherwise;
            }
            double slack = 10 * error + tolerance(left, right);
            return g >= Math.min(left, right) - slack && g <= Math.max(left, right) + slack
                    ? Outcome.KINK
                    : Outcome.FAILED;
        }

        private Collection<Integer> coordinates() {
            if (x.length <= ALL_COORDINATES) {
                return IntStream.range(0, x.length).boxed().toList();
            }
            Set<Integer> chosen = new LinkedHashSet<>();
            for (ParameterLayout.Slice slice : layout.slices()) {
                if (slice.size() == 0) {
                    continue;
                }
                chosen.add(slice.offset());
                chosen.add(slice.end() - 1);
                IntStream.range(slice.offset(), slice.end())
                        .boxed()
                        .sorted((i, j) -> Double.compare(Math.abs(gradient[j]), Math.abs(gradient[i])))
                        .limit(SAMPLE)
                        .forEach(chosen::add);
                for (int k = 0; k < SAMPLE; k++) {
                    chosen.add(slice.offset() + random.nextInt(slice.size()));
                }
            }
            return chosen;
        }
    }
}
