package dev.costate.compiler.op;

import java.util.function.DoubleUnaryOperator;

/** Derivatives by central differences, extrapolated to step 0 (Ridders 1982). */
final class Ridders {
    private static final int STEPS = 12;
    private static final double SHRINK = 1.4;

    /** The estimate, and what it is uncertain by. */
    record Estimate(double value, double error) {}

    private Ridders() {}

    static Estimate derivative(DoubleUnaryOperator f, double x, double firstStep) {
        double[][] table = new double[STEPS][STEPS];
        double h = firstStep;
        Estimate best = new Estimate(Double.NaN, Double.MAX_VALUE);
        for (int i = 0; i < STEPS; i++, h /= SHRINK) {
            table[0][i] = (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / ((x + h) - (x - h));
            double factor = SHRINK * SHRINK;
            for (int j = 1; j <= i; j++, factor *= SHRINK * SHRINK) {
                table[j][i] = (table[j - 1][i] * factor - table[j - 1][i - 1]) / (factor - 1);
                double error =
                        Math.max(Math.abs(table[j][i] - table[j - 1][i]), Math.abs(table[j][i] - table[j - 1][i - 1]));
                best = error <= best.error ? new Estimate(table[j][i], error) : best;
            }
        }
        return best;
    }
}
