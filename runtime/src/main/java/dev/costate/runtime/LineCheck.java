package dev.costate.runtime;

import dev.costate.runtime.GradientReport.Finding;
import dev.costate.runtime.GradientReport.Outcome;
import java.util.function.DoubleUnaryOperator;

/**
 * Compares what a method says is the derivative along a line with what values on the line say. Where the derivatives to
 * the two sides differ, any number between them is right.
 */
final class LineCheck {
    private final double value;
    private final double largest;
    private final double noise;
    private final GradientCheck.Format format;
    private int evaluations;

    /**
     * Checks at one point.
     *
     * @param value of the function there
     * @param largest the size of the largest derivative beside the one that is compared: the scale of its rounding
     * @param noise how far values may be off, as a part of that
     * @param format what values and derivative are computed in
     */
    LineCheck(double value, double largest, double noise, GradientCheck.Format format) {
        this.noise = noise;
        this.format = format;
        this.value = Math.abs(value);
        this.largest = largest;
    }

    /** How often the function was evaluated. */
    int evaluations() {
        return evaluations;
    }

    /**
     * Compares.
     *
     * @param name of the variable or direction
     * @param array it belongs to, empty if to none
     * @param g what the method says
     * @param along the function on the line
     * @param t where on the line
     * @param scale of t: the unit of the steps
     */
    Finding compare(String name, String array, double g, DoubleUnaryOperator along, double t, double scale) {
        Ridders ridders = new Ridders(along, format);
        double small = 1e-3 * value;
        ridders.central(t, scale, small);
        double d = ridders.derivative();
        double error = ridders.error();
        double allowed = 10 * error + tolerance(d, g);
        Outcome outcome = Math.abs(d - g) <= allowed ? Outcome.PASSED : Outcome.FAILED;
        if (!ridders.finite() || error > 1e-3 * Math.max(Math.abs(d), largest) + 1e-6 * small) {
            outcome = Outcome.INCONCLUSIVE;
        }
        // Beside a kink differences to both sides cancel at the finest steps.
        if (outcome != Outcome.PASSED || ridders.fine()) {
            outcome = besideKink(ridders, g, t, scale, outcome);
        }
        evaluations += ridders.evaluations();
        return new Finding(name, array, outcome, g, d, error, allowed);
    }

    private double tolerance(double d, double g) {
        return format.tolerance() * Math.max(Math.abs(d), Math.abs(g))
                + format.share() * largest
                + noise * Math.max(largest, value);
    }

    /** Where the derivatives to the two sides differ, the gradient must be between them; elsewhere nothing changes. */
    private Outcome besideKink(Ridders ridders, double g, double t, double scale, Outcome otherwise) {
        double small = 1e-3 * value;
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
        return g >= Math.min(left, right) - slack && g <= Math.max(left, right) + slack ? Outcome.KINK : Outcome.FAILED;
    }
}
