package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Range;
import java.util.List;

/**
 * A stretch of a unit that is a method of its own.
 *
 * @param number from 1, each behind those that it calls; 0 for the one that runs all
 * @param around the ranges of the loops around it, whose indices are its parameters
 */
public record Method(int number, List<Range> around, List<Statement> body) {
    public Method {
        around = List.copyOf(around);
        body = List.copyOf(body);
    }
}
