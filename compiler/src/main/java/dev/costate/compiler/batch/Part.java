package dev.costate.compiler.batch;

import dev.costate.compiler.ir.Range;
import dev.costate.compiler.loop.Code;
import dev.costate.compiler.loop.Local;
import dev.costate.compiler.loop.Statement;
import java.util.List;

/** What is done in a block of iterations, one part after the other. */
sealed interface Part {
    /** What is the same in all iterations is done once. */
    record Once(Statement statement) implements Part {}

    /** For each iteration. */
    record Each(List<Statement> body) implements Part {
        public Each {
            body = List.copyOf(body);
        }
    }

    /** A new variable becomes the sum over the iterations. */
    record Total(Local sum, Code value) implements Part {}

    /** A loop around what is done for each iteration. */
    record Nest(Range range, List<Part> body) implements Part {
        public Nest {
            body = List.copyOf(body);
        }
    }

    /** How many loops stand around what is done for each iteration. */
    static int depth(List<Part> parts) {
        int depth = 0;
        for (Part part : parts) {
            if (part instanceof Nest nest) {
                depth = Math.max(depth, 1 + depth(nest.body()));
            }
        }
        return depth;
    }
}
