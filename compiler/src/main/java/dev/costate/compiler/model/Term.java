package dev.costate.compiler.model;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression.Operator;
import dev.costate.compiler.syntax.Expression.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checked expression: every name resolved, every index with its range, every integer a polynomial, every subscript
 * in range. A tree in the shape of the source, of bounded depth, so that a walk over it may recurse.
 */
public sealed interface Term {
    Span span();

    /** What a term stands for. An integer is converted where a real is wanted. */
    enum Kind {
        REAL,
        INTEGER,
        CONDITION,
        /** An array of reals or integers, with a {@link #shape}. */
        ARRAY
    }

    Kind kind();

    <R> R accept(Visitor<R> visitor);

    /** Something for each kind of term. */
    interface Visitor<R> {
        R visit(Constant term);

        R visit(Int term);

        R visit(Read term);

        R visit(Apply term);

        R visit(Chain term);

        R visit(Comparison term);

        R visit(Logical term);

        R visit(Not term);

        R visit(If term);

        R visit(Reduce term);

        R visit(Softmax term);

        R visit(Call term);

        R visit(Whole term);

        R visit(Slice term);

        R visit(Literal term);

        R visit(Element term);

        R visit(Table term);

        R visit(Detach term);
    }

    /** How many elements there are along each axis; empty for what is no array. */
    default List<Poly> shape() {
        return List.of();
    }

    /** A real number: a literal or a constant of the language. */
    record Constant(double value, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * An integer.
     *
     * @param real what it is computed as where a real number is wanted and the integer may not fit into 64 bits; else
     *     null
     */
    record Int(Poly value, @Nullable Term real, Span span) implements Term {
        /** An integer that fits. */
        public Int(Poly value, Span span) {
            this(value, null, span);
        }

        @Override
        public Kind kind() {
            return Kind.INTEGER;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An element of a real tensor, or a scalar; also a real argument within a function. */
    record Read(Tensor tensor, List<Poly> subscripts, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An elementary function of real (or integer, converted) arguments, power and negation among them. */
    record Apply(Op op, List<Term> arguments, Span span) implements Term {
        public Apply {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Real arithmetic of one level of precedence, left to right; {@code /} divides reals. */
    record Chain(Term first, List<Link> rest, Span span) implements Term {
        public Chain {
            rest = List.copyOf(rest);
        }

        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Link(Operator operator, Term operand) {}

    /** {@code a < b <= c}: each operand is compared with the next, as reals. */
    record Comparison(Term first, List<Test> rest, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.CONDITION;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Test(Relation relation, Term operand) {}

    record Logical(boolean and, List<Term> operands, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.CONDITION;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Not(Term operand, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.CONDITION;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Only the branch taken is evaluated. All values are real (or integers, converted), or arrays of one shape. */
    record If(List<Branch> branches, Term otherwise, Span span) implements Term {
        @Override
        public Kind kind() {
            return otherwise.kind() == Kind.ARRAY ? Kind.ARRAY : Kind.REAL;
        }

        @Override
        public List<Poly> shape() {
            return otherwise.shape();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Branch(Term condition, Term value) {}

    /** A binder over all values of its indices where {@code where} holds; {@code count} has no body. */
    record Reduce(
            Binder binder,
            List<Range> ranges,
            @Nullable Term where,
            @Nullable Term body,
            Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    enum Binder {
        SUM,
        MEAN,
        PROD,
        MAX,
        MIN,
        LOGSUMEXP,
        NORM,
        COUNT
    }

    /**
     * Softmax or its logarithm of the body, over the values that an index in scope takes: {@code range} with that very
     * index, {@code where} the condition its scope puts on it.
     */
    record Softmax(boolean logarithm, Range range, @Nullable Term where, Term body, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A call of a function of the model: the body with the parameters (tensors of role ARGUMENT) standing for the
     * arguments.
     *
     * @param result which of the results is meant
     */
    record Call(Function function, List<Term> arguments, int result, Span span) implements Term {
        @Override
        public Kind kind() {
            return body().kind() == Kind.ARRAY ? Kind.ARRAY : Kind.REAL;
        }

        @Override
        public List<Poly> shape() {
            return body().shape();
        }

        private Term body() {
            return function.results().get(result);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A function checked for the arguments of one call, or of several that agree in kinds, shapes, integers and
     * functions. The sizes of its signature and its integer parameters are put in, so that its polynomials may mention
     * indices of the caller.
     *
     * @param parameters one for each argument that is no function; an integer one is not read
     * @param outer the indices of the caller that it mentions
     * @param unrolled whether it calls itself, with ever smaller constant sizes
     * @param definitions the equations of its block, each after those it reads; empty if it is an expression
     * @param results one, or several of a block
     */
    record Function(
            String name,
            List<Tensor> parameters,
            List<Atom.Index> outer,
            boolean unrolled,
            List<Model.Definition> definitions,
            List<Term> results) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** A whole array: an input, a let, or a parameter within a function. */
    record Whole(Tensor tensor, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.ARRAY;
        }

        @Override
        public List<Poly> shape() {
            return tensor.shape();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Part of an array: along each of its axes one element, or a run of them. */
    record Slice(Term array, List<Axis> axes, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.ARRAY;
        }

        @Override
        public List<Poly> shape() {
            return axes.stream()
                    .filter(Axis.Along.class::isInstance)
                    .map(axis -> ((Axis.Along) axis).extent())
                    .toList();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** What a slice takes along one axis. */
    sealed interface Axis {
        record At(Poly subscript) implements Axis {}

        record Along(Poly from, Poly extent) implements Axis {}
    }

    /** An array given by its elements, all of them numbers or all arrays of one shape. */
    record Literal(List<Term> elements, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.ARRAY;
        }

        @Override
        public List<Poly> shape() {
            List<Poly> shape = new ArrayList<>(List.of(Poly.of(elements.size())));
            shape.addAll(elements.get(0).shape());
            return shape;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An element of an array that is no tensor. */
    record Element(Term array, List<Poly> subscripts, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The elements of a constant array, row-major. */
    record Table(List<Term> elements, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The value with derivative 0. */
    record Detach(Term value, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
