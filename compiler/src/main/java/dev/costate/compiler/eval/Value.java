package dev.costate.compiler.eval;

import java.math.BigInteger;

/** What an expression is: an integer, a real number, or an array of one of these. */
sealed interface Value permits Value.Whole, Value.Table, Jet {
    /** The real number; an integer is converted to the nearest one. */
    default Jet real() {
        throw new IllegalStateException("an array is no number");
    }

    /** An integer, of any size; where it is used as such it must fit into 64 bits. */
    record Whole(BigInteger value) implements Value {
        static Whole of(long value) {
            return new Whole(BigInteger.valueOf(value));
        }

        @Override
        public Jet real() {
            return Jet.constant(value.doubleValue());
        }
    }

    /** An array, whose elements are evaluated when they are read. */
    non-sealed interface Table extends Value {
        long[] shape();

        /** The element at a place that is in range. */
        Value at(long... place);
    }
}
