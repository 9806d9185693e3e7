package dev.costate.compiler.loop;

import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Reduction;
import dev.costate.compiler.source.Span;
import java.util.List;

/** A statement of the loop language. */
public sealed interface Statement {
    /** The blocks within it. */
    default List<List<Statement>> bodies() {
        return List.of();
    }

    /** What follows comes from this line of the model; {@code remark} says what it is if it is not that line itself. */
    record From(Span span, String remark) implements Statement {}

    /** {@code final double name = value}: assigned once. */
    record Define(Local local, Code value) implements Statement {}

    /** {@code double name = value}: assigned again later, an accumulator or a value of two branches. */
    record Declare(Local local, Code value) implements Statement {}

    /** {@code local = value}, {@code local += value}, {@code local = Math.max(local, value)}. */
    record Update(Local local, Reduction reduction, Code value) implements Statement {}

    /** The same for an element of a place. */
    record Store(Code.Element target, Reduction reduction, Code value) implements Statement {}

    /** Every element of a place becomes the value. */
    record Fill(Place place, double value) implements Statement {}

    /** A loop over the values of the range, downward if its order says so; no iterations if it is empty. */
    record Loop(Range range, List<Statement> body) implements Statement {
        public Loop {
            body = List.copyOf(body);
        }

        @Override
        public List<List<Statement>> bodies() {
            return List.of(body);
        }
    }

    /**
     * {@code target += sum over the range of the value}, in several accumulators, added in a fixed order.
     */
    record SumLoop(Local target, Range range, Code value) implements Statement {}

    record If(Code condition, List<Statement> then, List<Statement> otherwise) implements Statement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        @Override
        public List<List<Statement>> bodies() {
            return List.of(then, otherwise);
        }
    }

    /**
     * {@code target[…, t] ⊕= factor * source[…, t]} for {@code count} elements along the last axis of both, where zero
     * times anything is zero.
     */
    record Row(Code.Element target, Reduction reduction, Code factor, Code.Element source, Poly count)
            implements Statement {}

    /** {@code target[…, t] += factor * source[…, t]} for {@code count} elements along the last axis of both. */
    record Axpy(Code.Element target, Code factor, Code.Element source, Poly count) implements Statement {}
}
