package dev.costate.compiler.ir;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What an integer polynomial is made of. Atoms are equal by value and have a fixed order, so that polynomials have one
 * normal form: dims before indices before the rest, two of the same rank only if they are equal.
 *
 * <p>Long, since every kind of atom stands here, and Java wants those of a closed interface in its file.
 */
public sealed interface Atom extends Comparable<Atom> {
    /** The text a person knows it by. */
    String name();

    /** A size that is given when the generated object is made. */
    record Dim(String name) implements Atom {
        @Override
        public int compareTo(Atom other) {
            return other instanceof Dim dim ? name.compareTo(dim.name) : byKind(this, other);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Dim dim && name.equals(dim.name);
        }

        /** Stated, as is equality, since sizes are looked up all the time and what records do by themselves is slow. */
        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** An index variable. Indices are equal by kind and number; names are for people. */
    record Index(String name, Kind kind, int number) implements Atom {
        /** What an index belongs to. Those of one kind are told apart by their numbers. */
        public enum Kind {
            /** An equation, numbered by position; before lowering the model, in which no two indices are the same. */
            FREE,
            /** The axis over directions or rows of a derivative. */
            DIRECTION,
            /** A reduction, numbered by its height. */
            REDUCED,
            /** A reduction whose body is being lowered or rewritten. */
            OPENED,
            /** A loop of a unit. */
            LOOP,
            /** A loop that clears or copies an array. */
            COPIED,
            /** A loop within a block of a batch. */
            WITHIN,
            /** What a batch is divided by, numbered by what it is. */
            BATCH,
            /** An equation that was put into the one that reads what it writes. */
            INLINED,
            /**
             * An equation that is looked at from another, so that the indices of the two are not taken for the same.
             */
            APART,
            /** The axis of an array that is a value. */
            AXIS,
            /** A loop that several equations share. */
            SHARED
        }

        /** An index of an equation, or of the model. */
        public static Index free(String name, int number) {
            return new Index(name, Kind.FREE, number);
        }

        public boolean is(Kind other) {
            return kind == other;
        }

        @Override
        public int compareTo(Atom other) {
            if (!(other instanceof Index index)) {
                return byKind(this, other);
            }
            int byKind = kind.compareTo(index.kind);
            return byKind != 0 ? byKind : Integer.compare(number, index.number);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Index index && index.kind == kind && index.number == number;
        }

        /** Without the kind, whose hash code differs from run to run. */
        @Override
        public int hashCode() {
            return number;
        }
    }

    /** An integer operation that is no polynomial, of two polynomials, or three for a choice. */
    record Integral(Function function, List<Poly> operands) implements Atom {
        public Integral {
            operands = List.copyOf(operands);
        }

        @Override
        public int compareTo(Atom other) {
            if (!(other instanceof Integral integral)) {
                return byKind(this, other);
            }
            int byFunction = function.name().compareTo(integral.function.name());
            return byFunction != 0 ? byFunction : compare(operands, integral.operands);
        }

        @Override
        public String name() {
            String left = operands.get(0).toString();
            return switch (function) {
                case QUOTIENT -> part(operands.get(0)) + "/" + part(operands.get(1));
                case DIV -> part(operands.get(0)) + " div " + part(operands.get(1));
                case MOD -> part(operands.get(0)) + " mod " + part(operands.get(1));
                case MIN -> "min(" + left + ", " + operands.get(1) + ")";
                case MAX -> "max(" + left + ", " + operands.get(1) + ")";
                case CHOICE -> "(if " + left + " >= 0 then " + operands.get(1) + " else " + operands.get(2) + ")";
            };
        }

        /** Whether its name is made with an operator. */
        boolean isInfix() {
            return function == Function.QUOTIENT || function == Function.DIV || function == Function.MOD;
        }

        private static String part(Poly operand) {
            Atom atom = operand.asAtom();
            boolean simple = atom == null
                    ? operand.constant().orElse(-1) >= 0
                    : !(atom instanceof Integral integral && integral.isInfix());
            return simple ? operand.toString() : "(" + operand + ")";
        }
    }

    /** An element of integer or index data, {@code label[n]}. */
    record Element(Tensor tensor, List<Poly> subscripts) implements Atom {
        public Element {
            subscripts = List.copyOf(subscripts);
        }

        @Override
        public int compareTo(Atom other) {
            if (!(other instanceof Element element)) {
                return byKind(this, other);
            }
            int byTensor = Integer.compare(tensor.number(), element.tensor.number());
            return byTensor != 0 ? byTensor : compare(subscripts, element.subscripts);
        }

        @Override
        public String name() {
            return subscripts.isEmpty() ? tensor.name() : tensor.name() + subscripts;
        }
    }

    /**
     * A subscript that is not known to be in range, to be checked whenever it is evaluated.
     *
     * @param size the length of the axis
     * @param place what is read and where, for the message
     */
    record Checked(Poly value, Poly size, String place) implements Atom {
        @Override
        public int compareTo(Atom other) {
            if (!(other instanceof Checked checked)) {
                return byKind(this, other);
            }
            int byValue = compare(List.of(value, size), List.of(checked.value, checked.size));
            return byValue != 0 ? byValue : place.compareTo(checked.place);
        }

        @Override
        public String name() {
            return value.asAtom() != null || value.isConstant() ? value.toString() : "(" + value + ")";
        }

        /** Checks and gives the value. */
        long check(long at, long length) {
            if (at < 0 || at >= length) {
                throw new IndexOutOfBoundsException(
                        place + " is " + at + ", and this axis has " + length + (length == 1 ? " entry" : " entries"));
            }
            return at;
        }
    }

    /**
     * The greatest value that a size takes over ranges, at least 0: how much room there must be for what is as long as
     * integer data say. Known when it runs, before anything else is computed.
     *
     * @param ranges those that the extent mentions, each after those its bounds mention
     */
    record Widest(Poly extent, List<Range> ranges) implements Atom {
        public Widest {
            ranges = List.copyOf(ranges);
        }

        @Override
        public int compareTo(Atom other) {
            if (!(other instanceof Widest widest)) {
                return byKind(this, other);
            }
            int byExtent = Poly.compare(extent, widest.extent);
            return byExtent != 0 ? byExtent : lexicographic(ranges, widest.ranges, Range::compare);
        }

        @Override
        public String name() {
            String over = ranges.isEmpty()
                    ? ""
                    : " over "
                            + String.join(
                                    ", ",
                                    ranges.stream().map(r -> r.index().name()).toList());
            return "max(0, " + extent + over + ")";
        }
    }

    /**
     * A sum over a range that is no polynomial, since data decide how long the range is: a count of what a program
     * does.
     */
    record Total(Poly summand, Range range) implements Atom {
        @Override
        public int compareTo(Atom other) {
            if (!(other instanceof Total total)) {
                return byKind(this, other);
            }
            int bySummand = Poly.compare(summand, total.summand);
            return bySummand != 0 ? bySummand : Range.compare(range, total.range);
        }

        @Override
        public String name() {
            return "(sum(" + range + ") " + (summand.terms().size() > 1 ? "(" + summand + ")" : summand) + ")";
        }

        /** The sum, for values of the atoms outside. */
        long evaluate(ToLongFunction<Atom> atoms) {
            long sum = 0;
            long end = range.to().evaluate(atoms);
            for (long i = range.from().evaluate(atoms); i < end; i++) {
                Poly value = Poly.of(i);
                sum += summand.substitute(atom -> atom.equals(range.index()) ? value : null)
                        .evaluate(atoms);
            }
            return sum;
        }
    }

    private static int byKind(Atom a, Atom b) {
        return Integer.compare(kind(a), kind(b));
    }

    private static int kind(Atom atom) {
        if (atom instanceof Dim) {
            return 0;
        } else if (atom instanceof Index) {
            return 1;
        } else if (atom instanceof Integral) {
            return 2;
        } else if (atom instanceof Element) {
            return 3;
        }
        return atom instanceof Checked ? 4 : atom instanceof Widest ? 5 : 6;
    }

    private static int compare(List<Poly> a, List<Poly> b) {
        return lexicographic(a, b, Poly::compare);
    }

    /** Element by element; of two where one begins with the other, the shorter first. */
    static <T> int lexicographic(List<T> a, List<T> b, Comparator<? super T> order) {
        for (int k = 0; k < Math.min(a.size(), b.size()); k++) {
            int byElement = order.compare(a.get(k), b.get(k));
            if (byElement != 0) {
                return byElement;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** The integer functions that are no polynomials. */
    enum Function {
        /** Exact division, an error where it is not exact. */
        QUOTIENT,
        /** Division rounding down. */
        DIV,
        /** The remainder of {@link #DIV}, with the sign of the divisor. */
        MOD,
        MIN,
        MAX,
        /** The second operand where the first is not negative, else the third. */
        CHOICE;

        /**
         * The value of this function of two operands.
         *
         * @throws ArithmeticException for a zero divisor or an inexact quotient
         */
        public long apply(long a, long b) {
            return switch (this) {
                case QUOTIENT -> exactQuotient(a, b);
                case DIV -> a == Long.MIN_VALUE && b == -1 ? Math.negateExact(a) : Math.floorDiv(a, b);
                case MOD -> Math.floorMod(a, b);
                case MIN -> Math.min(a, b);
                case MAX -> Math.max(a, b);
                case CHOICE -> throw new IllegalArgumentException("a choice has three operands");
            };
        }

        private static long exactQuotient(long a, long b) {
            if (a % b != 0) {
                throw new ArithmeticException(a + "/" + b + " is not a whole number");
            }
            return b == -1 ? Math.negateExact(a) : a / b;
        }
    }
}
