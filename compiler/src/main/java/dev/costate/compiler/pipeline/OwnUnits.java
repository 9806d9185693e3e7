package dev.costate.compiler.pipeline;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.report.Comparison;
import dev.costate.compiler.schedule.Cost;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which outputs and derivatives have a unit of their own. The halves compute all of them, and a reader meets each line
 * of the model and of its adjoint there once; another unit that does the same must save something: data that need not
 * be bound, memory of a higher order, an eighth of the operations, or time since threads can share it. A value by
 * itself does so only where that memory is of a higher order than the data, too; a sweep that keeps nothing is fast for
 * that.
 */
final class OwnUnits {
    /**
     * A unit, or two of which one runs behind the other.
     *
     * @param data what must be bound for it
     * @param shared whether threads can share it
     */
    record Way(Cost cost, Set<Tensor> data, boolean shared) {
        /** The highest order of the data. */
        int order() {
            return data.stream()
                    .mapToInt(input -> Cost.order(input.size()))
                    .max()
                    .orElse(0);
        }

        /** This, and then that. */
        Way then(Way other) {
            Set<Tensor> both = new HashSet<>(data);
            both.addAll(other.data);
            return new Way(cost.plus(other.cost), both, shared && other.shared);
        }
    }

    private final StringBuilder text = new StringBuilder();

    /** What was chosen and why, for people. */
    String text() {
        return text.toString();
    }

    /**
     * Whether something has a unit of its own.
     *
     * @param what it is, for people
     * @param own how that unit computes it
     * @param halves how it is computed without
     * @param least the order that memory which the halves take must exceed to count
     */
    boolean isWorth(String what, Way own, Way halves, int least) {
        Set<Tensor> more = new TreeSet<>(Comparator.comparingInt(Tensor::number));
        more.addAll(halves.data());
        more.removeAll(own.data());
        String reason = null;
        if (!more.isEmpty()) {
            reason = "it needs no " + more.stream().map(Tensor::name).collect(Collectors.joining(" and no "));
        } else if (halves.cost().order() > Math.max(least, own.cost().order())) {
            reason = "it keeps less by an order";
        } else if (halves.cost().doesMore(own.cost())) {
            reason = "it does fewer operations";
        } else if (own.shared() && !halves.shared()) {
            reason = "threads can share it";
        }
        text.append(what)
                .append(reason == null ? ": no unit of its own" : ": a unit of its own, since " + reason)
                .append("\n  alone: ")
                .append(text(own.cost()))
                .append("\n  by halves: ")
                .append(text(halves.cost()))
                .append('\n');
        return reason != null;
    }

    private static String text(Cost cost) {
        return Comparison.text(cost.operations()) + " operations, kept in memory: " + cost.elements();
    }
}
