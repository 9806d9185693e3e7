package dev.costate.compiler.diff;

import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Reduction;
import java.util.List;

/**
 * What is known of all values of an expression.
 *
 * @param least at or below all of them
 * @param greatest at or above all of them
 * @param finite whether none of them is infinite or NaN
 * @param vanishes whether they are 0 on a whole piece, and not at isolated points only
 */
record ValueRange(double least, double greatest, boolean finite, boolean vanishes) {
    static final ValueRange NUMBERS = new ValueRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true, false);
    static final ValueRange ANYTHING = new ValueRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false, true);
    static final ValueRange NOTHING = new ValueRange(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, true, false);

    static ValueRange of(double number) {
        return new ValueRange(number, number, Math.abs(number) <= Double.MAX_VALUE, number == 0);
    }

    /** The values of an operation, for operands in these. */
    static ValueRange of(Op op, List<ValueRange> operands) {
        double[] least = operands.stream().mapToDouble(ValueRange::least).toArray();
        double[] greatest = operands.stream().mapToDouble(ValueRange::greatest).toArray();
        boolean[] vanishes = new boolean[operands.size()];
        for (int k = 0; k < vanishes.length; k++) {
            vanishes[k] = operands.get(k).vanishes();
        }
        double from = op.least(least, greatest);
        double to = op.greatest(least, greatest);
        return new ValueRange(
                Double.isNaN(from) ? Double.NEGATIVE_INFINITY : from,
                Double.isNaN(to) ? Double.POSITIVE_INFINITY : to,
                operands.stream().allMatch(ValueRange::finite) && op.finite(least, greatest),
                op.vanishes(vanishes));
    }

    ValueRange counting(boolean asFinite) {
        return new ValueRange(least, greatest, asFinite, vanishes);
    }

    ValueRange vanishing() {
        return new ValueRange(least, greatest, finite, true);
    }

    ValueRange or(ValueRange other) {
        return new ValueRange(
                Math.min(least, other.least),
                Math.max(greatest, other.greatest),
                finite && other.finite,
                vanishes || other.vanishes);
    }

    /** Of any number of them, none included. */
    ValueRange reduced(Reduction reduction) {
        return switch (reduction) {
            case SET -> this;
            case SUM, PROD ->
                new ValueRange(least >= 0 ? 0 : Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, finite, vanishes);
            case MIN -> new ValueRange(least, Double.POSITIVE_INFINITY, finite, vanishes);
            case MAX -> new ValueRange(Double.NEGATIVE_INFINITY, greatest, finite, vanishes);
            case UNION -> ANYTHING;
        };
    }

    boolean mayVanish() {
        return least <= 0 && greatest >= 0;
    }
}
