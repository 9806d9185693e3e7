package dev.costate.compiler.rewrite;

import dev.costate.compiler.ir.Op;
import java.util.List;
import java.util.stream.Collectors;

/** An expression with holes, on either side of a law. */
sealed interface Pattern {
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

    static Pattern of(double value) {
        return new Constant(value);
    }

    static Pattern of(Op op, Pattern... operands) {
        return new Node(op, List.of(operands));
    }
}
