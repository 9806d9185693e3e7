package dev.costate.compiler.emit;

import dev.costate.compiler.ir.Atom;
import java.util.List;

/**
 * A stretch of a computation that becomes one method.
 *
 * @param number from 1, in the order in which they are made; 0 for the method that runs all
 * @param indices of the loops around it, which are its parameters
 */
record Part(int number, List<Atom.Index> indices, List<Step> steps) {
    Part {
        indices = List.copyOf(indices);
        steps = List.copyOf(steps);
    }

    /** The name of the method. */
    String name() {
        return number == 0 ? "run" : "part" + number;
    }
}
