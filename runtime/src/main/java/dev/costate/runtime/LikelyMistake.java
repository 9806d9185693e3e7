package dev.costate.runtime;

import dev.costate.runtime.Claims.Entry;
import dev.costate.runtime.ParameterLayout.Slice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What has probably gone wrong with the derivatives by one array, from those that failed: the ratio to what values say
 * tells a wrong sign, a factor, a mean in the place of a sum; derivatives that stand where others belong, a transpose.
 */
final class LikelyMistake {
    private static final double SAME = 1e-4;

    /** A derivative that failed. */
    record Failure(Entry entry, double claimed, double actual) {}

    private final Slice array;
    private final List<Failure> failures;
    private final Map<String, Integer> sizes;
    private final ToDoubleFunction<Entry> actual;

    /**
     * The failures in an array.
     *
     * @param sizes by name, which factors are looked for among
     * @param actual a derivative from values
     */
    LikelyMistake(Slice array, List<Failure> failures, Map<String, Integer> sizes, ToDoubleFunction<Entry> actual) {
        this.array = array;
        this.failures = failures;
        this.sizes = sizes;
        this.actual = actual;
    }

    /** A guess in words. */
    String text() {
        if (failures.stream().allMatch(f -> f.claimed() == 0)) {
            return "a path from " + array.name() + " to the value is missing: the derivative is 0";
        }
        if (transposed()) {
            return "a transpose: each derivative by " + array.name()
                    + " stands where that of the exchanged subscripts belongs";
        }
        double ratio = failures.get(0).claimed() / failures.get(0).actual();
        if (!failures.stream().allMatch(f -> near(f.claimed(), ratio * f.actual()))) {
            return "one of several paths from " + array.name()
                    + " to the value is missing, counted twice or wrong: no one factor explains the ratios";
        }
        return near(ratio, -1) ? "the sign" : factor(ratio);
    }

    private String factor(double ratio) {
        for (Map.Entry<String, Integer> size : sizes.entrySet()) {
            int n = size.getValue();
            if (n > 2 && near(ratio, n)) {
                return "a factor of " + size.getKey() + " = " + n + ": a sum where there is a mean, or a term that is"
                        + " added for each index";
            }
            if (n > 2 && near(ratio, 1.0 / n)) {
                return "a factor of 1 / " + size.getKey() + " = 1 / " + n + ": a mean where there is a sum, or an"
                        + " adjoint that is overwritten instead of accumulated";
            }
        }
        BigDecimal rounded = new BigDecimal(ratio).round(new MathContext(5)).stripTrailingZeros();
        return "a factor of " + rounded.toPlainString();
    }

    /** Whether each stands where the one belongs that it would be in a transposed array. */
    private boolean transposed() {
        if (array.shape().rank() != 2
                || array.shape().size(0) == 1
                || array.shape().size(1) == 1) {
            return false;
        }
        int columns = array.shape().size(1);
        int rows = array.shape().size(0);
        return failures.stream().limit(4).allMatch(f -> {
            int place = f.entry().column() - array.offset();
            int from = place % rows * columns + place / rows;
            double there = actual.applyAsDouble(new Entry(f.entry().row(), array.offset() + from));
            return near(f.claimed(), there);
        });
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
    }
}
