package dev.costate.compiler.batch;

import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done in a stage of a loop: a statement, or behind its statements a kernel. */
record Step(Statement statement, @Nullable Kernel kernel) {
    /** What makes one variable, seen as a row, of others. */
    record Kernel(String name, List<Local> operands, Local result) {}

    static Step of(Statement statement) {
        return new Step(statement, null);
    }
}
