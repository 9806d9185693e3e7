package dev.costate.runtime;

import java.util.function.DoubleUnaryOperator;

/**
 * The derivative of a function of one variable from its values alone, with an estimate of its error: extrapolation of
 * difference quotients to step 0 (C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Adv. Eng. Software
 * 4, 1982). It starts again with smaller steps where the first are beyond some feature of the function.
 */
final class Ridders {
    private static final double[] FIRST_STEPS = {0x1p-5, 0x1p-10, 0x1p-16, 0x1p-22, 0x1p-28};
    /** First steps below this are so small that values differ in their last digits, and agree by chance. */
    private static final double FINE = 0x1p-16;

    private static final double SHRINK = 1.4;
    private static final int ROWS = 10;
    /** The least step, in roundings of the function's variable: values at smaller ones tell nothing. */
    private static final double LEAST = 0x1p10;

    /** How much worse a higher order may be before it is no use to go on. */
    private static final double SAFE = 2;

    private final DoubleUnaryOperator function;
    private final GradientCheck.Format format;
    private final double[][] table = new double[ROWS][ROWS];
    private double derivative;
    private double error;
    private boolean finite;
    private boolean fine;
    /** The size of the largest value that was seen, which tells how far values are rounded. */
    private double largest;

    private int evaluations;

    /** @param format what the function is computed in */
    Ridders(DoubleUnaryOperator function, GradientCheck.Format format) {
        this.function = function;
        this.format = format;
    }

    /** The estimate of the last call. */
    double derivative() {
        return derivative;
    }

    /** The estimated error of the last call; infinite where there is no estimate. */
    double error() {
        return error;
    }

    /** Whether the function was finite wherever the last call looked. */
    boolean finite() {
        return finite;
    }

    /** Whether the last call came to steps at which values differ in their last digits. */
    boolean fine() {
        return fine;
    }

    /** How often the function was evaluated, in all calls. */
    int evaluations() {
        return evaluations;
    }

    /**
     * The derivative at t by differences to both sides.
     *
     * @param scale of t: the unit of the steps
     * @param small a derivative that counts as 0
     */
    void central(double t, double scale, double small) {
        estimate(scale, small, SHRINK * SHRINK, h -> {
            // The steps that were in fact taken, after rounding.
            double right = format.rounded(t + h);
            double left = format.rounded(t - h);
            return (value(right) - value(left)) / (right - left);
        });
    }

    /** The derivative at t to one side: the right one for a positive scale, else the left one. */
    void oneSided(double t, double scale, double small) {
        double here = value(t);
        estimate(scale, small, SHRINK, h -> {
            double there = format.rounded(t + h);
            return (value(there) - here) / (there - t);
        });
    }

    private double value(double t) {
        evaluations++;
        double value = function.applyAsDouble(t);
        finite &= Double.isFinite(value);
        largest = Math.max(largest, Math.abs(value));
        return value;
    }

    private void estimate(double scale, double small, double order, DoubleUnaryOperator quotient) {
        derivative = Double.NaN;
        error = Double.POSITIVE_INFINITY;
        finite = true;
        largest = 0;
        for (double first : FIRST_STEPS) {
            if (first < LEAST * format.unit()) {
                return;
            }
            fine = first < FINE || format != GradientCheck.Format.DOUBLE;
            extrapolate(first * scale, order, quotient);
            if (error <= 1e-9 * Math.max(Math.abs(derivative), small)) {
                return;
            }
        }
    }

    /** One triangle of extrapolations; keeps the best estimate if it is better than those before. */
    private void extrapolate(double firstStep, double order, DoubleUnaryOperator quotient) {
        double h = firstStep;
        double best = Double.POSITIVE_INFINITY;
        table[0][0] = quotient.applyAsDouble(h);
        for (int i = 1; i < ROWS; i++) {
            h /= SHRINK;
            table[i][0] = quotient.applyAsDouble(h);
            double factor = order;
            for (int j = 1; j <= i; j++) {
                table[i][j] = (table[i][j - 1] * factor - table[i - 1][j - 1]) / (factor - 1);
                factor *= order;
                double change =
                        Math.max(Math.abs(table[i][j] - table[i][j - 1]), Math.abs(table[i][j] - table[i - 1][j - 1]));
                best = Math.min(best, change);
                double likely = fine ? Math.max(change, format.unit() * largest / Math.abs(h)) : change;
                if (likely < error) {
                    error = likely;
                    derivative = table[i][j];
                }
            }
            if (Math.abs(table[i][i] - table[i - 1][i - 1]) >= SAFE * best) {
                return;
            }
        }
    }
}
