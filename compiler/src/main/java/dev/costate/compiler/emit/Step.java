package dev.costate.compiler.emit;

import dev.costate.compiler.loop.Statement;
import java.util.List;

/** A statement as it stands in a method after splitting. */
sealed interface Step {
    /** A statement that stands there whole. */
    record Whole(Statement statement) implements Step {}

    /** A loop or branch whose bodies have been split; {@code statement} tells its range or condition. */
    record Nested(Statement statement, List<List<Step>> bodies) implements Step {}

    /** The steps that have become a method of their own. */
    record Call(Part part) implements Step {}
}
