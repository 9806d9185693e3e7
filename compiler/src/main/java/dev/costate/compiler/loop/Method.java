package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Range;
import java.util.List;

/**
 * A stretch of a unit that is a method of its own.
 *
 * @param number from 1, each behind those that it calls; or one of the constants
 * @param around the ranges of the loops around it, whose indices are its parameters
 */
public record Method(int number, List<Range> around, List<Statement> body) {
    /** The one that runs all, or adds up over a range of a batch. */
    public static final int RUN = 0;

    /** What runs once, when all ranges of a batch are added. */
    public static final int FINISH = -1;

    public Method {
        around = List.copyOf(around);
        body = List.copyOf(body);
    }
}
