package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Range;
import java.util.List;

/**
 * A stretch of a computation that becomes one method.
 *
 * @param number from 1, in the order in which they are made; 0 for the method that runs all
 * @param ranges of the loops around it, whose indices are its parameters
 */
record Part(int number, List<Range> ranges, List<Step> steps) {
    Part {
        ranges = List.copyOf(ranges);
        steps = List.copyOf(steps);
    }

    /** The name of the method. */
    String name() {
        return number == 0 ? "run" : "part" + number;
    }
}
