package dev.costate.compiler.op;

import dev.costate.compiler.ir.Op;
import java.util.List;
import java.util.stream.Collectors;

/** A formula with holes, as on either side of a law. */
public sealed interface Pattern {
    /** Any expression; the same one wherever the hole occurs. */
    record Hole(String name) implements Pattern {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Any expression but a constant. */
    record Unknown(String name) implements Pattern {
        @Override
        public String toString() {
            return name;
        }
    }

    record Constant(double value) implements Pattern {
        @Override
        public String toString() {
            return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        }
    }

    record Node(Op op, List<Pattern> operands) implements Pattern {
        @Override
        public String toString() {
            return op + operands.stream().map(Pattern::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }
}
