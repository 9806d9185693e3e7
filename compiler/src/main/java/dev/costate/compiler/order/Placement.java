package dev.costate.compiler.order;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import java.util.List;

/**
 * A statement in its place, or a part of one.
 *
 * @param statement its number
 * @param where of which elements: those where each of these is at least 0; empty for all
 * @param levels the loops it shares with others of its recurrence, the outermost first
 */
public record Placement(int statement, List<Poly> where, List<Level> levels) {
    public Placement {
        where = List.copyOf(where);
        levels = List.copyOf(levels);
    }

    /**
     * A loop as one statement sees it.
     *
     * @param index the index of the statement that it runs over; that of an earlier level again, if the statement runs
     *     in one iteration only
     * @param shift how many iterations later than its index says the statement runs, counted upwards
     */
    public record Level(Loop loop, Atom.Index index, long shift) {}
}
