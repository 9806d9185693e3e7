package dev.costate.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a NaN or an infinity began, as generated code that is traced tells it, operation by operation: the first NaN of
 * operands that are none and, if these are infinite, the first such infinity of finite operands.
 */
public final class FirstNonFinite {
    private final Map<String, Integer> indices = new LinkedHashMap<>();
    /** The first NaN, and behind it the infinity that it is of. */
    private final List<NonFiniteOperation> nan = new ArrayList<>();
    /** The first infinity of each sign. */
    private final Map<Double, NonFiniteOperation> infinities = new LinkedHashMap<>();
    /** The first operation that reads what was given as NaN or infinite. */
    private final List<NonFiniteOperation> read = new ArrayList<>();

    /** Nothing was evaluated yet. */
    public FirstNonFinite() {}

    /** An index of a loop gets a value. */
    public void index(String name, int value) {
        indices.put(name, value);
    }

    /** A loop is left. */
    public void leave(String name) {
        indices.remove(name);
    }

    /**
     * An operation was evaluated.
     *
     * @param site what is known of it, by {@link NonFiniteOperation#site}
     */
    public void check(double value, String site, double... operands) {
        if (Double.isFinite(value) || !nan.isEmpty()) {
            return;
        }
        if (areFinite(operands)) {
            NonFiniteOperation found = NonFiniteOperation.at(site, value, operands, indices);
            if (Double.isNaN(value)) {
                nan.add(found);
            } else {
                infinities.putIfAbsent(value, found);
            }
        } else if (Double.isNaN(value) && Arrays.stream(operands).noneMatch(Double::isNaN)) {
            nan.add(NonFiniteOperation.at(site, value, operands, indices));
            Arrays.stream(operands)
                    .filter(infinities::containsKey)
                    .limit(1)
                    .forEach(operand -> nan.add(infinities.get(operand)));
        } else if (read.isEmpty() && infinities.isEmpty()) {
            read.add(NonFiniteOperation.at(site, value, operands, indices));
        }
    }

    /** Whether all numbers are finite. */
    public static boolean areFinite(double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Throws if one of these numbers is not finite.
     *
     * @param what they are
     * @throws NonFiniteException with the operations that made it so
     */
    public void require(String what, double... values) {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                StringBuilder text = new StringBuilder();
                text.append(values.length == 1 ? what : "entry " + k + " of " + what);
                text.append(" is ").append(values[k]);
                causes(values[k]).forEach(cause -> text.append('\n').append(cause.text()));
                throw new NonFiniteException(text.toString());
            }
        }
    }

    private List<NonFiniteOperation> causes(double value) {
        if (Double.isNaN(value) && !nan.isEmpty()) {
            return nan;
        }
        if (infinities.containsKey(value)) {
            return List.of(infinities.get(value));
        }
        return infinities.isEmpty()
                ? read
                : List.of(infinities.values().iterator().next());
    }
}
