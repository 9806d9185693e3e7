package dev.costate.compiler.run;

import dev.costate.compiler.ir.HalfFormat;
import dev.costate.compiler.model.Form;
import dev.costate.compiler.model.Model.Derivative;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How far a derivative of a model in {@code float}, or mixed, is from that of the same model in {@code double}.
 *
 * @param largest the largest entry in double
 * @param difference the largest difference; NaN if one is finite where the other is not
 * @param tolerance the difference that is allowed, relative to the largest entry
 */
public record FloatComparison(double largest, double difference, double tolerance) {
    /** Of the largest entry: some thousand roundings, all in one direction. */
    private static final double TOLERANCE = 0x1p-11;
    /** Of the largest entry, in roundings to 16 bits, of which there are fewer. */
    private static final double ROUNDINGS = 16;

    /**
     * Compares at the point at which both stand.
     *
     * @param half in which 16 bits what derivatives read is kept; null if it is not
     * @param given weights and direction, as far as the clause has them; if nothing is given, they are random
     */
    public static FloatComparison of(
            Derivative d,
            ModelInstance single,
            ModelInstance reference,
            @Nullable HalfFormat half,
            double[][] given,
            long seed) {
        double[][] arguments = given.length > 0 ? given : random(d, reference, new Random(seed));
        double[] exact = reference.derivative(d.clause(), arguments);
        double[] rounded = single.derivative(d.clause(), arguments);
        double largest = 0;
        double difference = 0;
        for (int k = 0; k < exact.length; k++) {
            if (exact[k] != rounded[k] && !(Double.isNaN(exact[k]) && Double.isNaN(rounded[k]))) {
                largest = Math.max(largest, Math.abs(exact[k]));
                difference = Math.max(difference, Math.abs(exact[k] - rounded[k]));
            } else if (Double.isFinite(exact[k])) {
                largest = Math.max(largest, Math.abs(exact[k]));
            }
        }
        double tolerance = half == null ? TOLERANCE : ROUNDINGS * half.roundoff();
        return new FloatComparison(largest, Double.isInfinite(difference) ? Double.NaN : difference, tolerance);
    }

    private static double[][] random(Derivative d, ModelInstance instance, Random random) {
        List<double[]> given = new ArrayList<>();
        for (Form.Slot slot : d.slots(false)) {
            if (slot.use() != Form.Use.RESULT) {
                given.add(random.doubles(instance.size(d, slot), 0.5, 1.5).toArray());
            }
        }
        return given.toArray(double[][]::new);
    }

    /** Whether it is what rounding may do. */
    public boolean passed() {
        return difference <= tolerance * largest;
    }

    @Override
    public String toString() {
        if (Double.isNaN(difference)) {
            return "FAILED: not finite where it is in double, or the other way round";
        }
        String off = String.format(Locale.ROOT, "%.1e off in double, the largest entry is %.3g", difference, largest);
        return passed() ? "passed, " + off : "FAILED: " + off;
    }
}
