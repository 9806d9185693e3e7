package dev.costate.compiler.check;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Op;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.ir.Range;
import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression.Operator;
import dev.costate.compiler.syntax.Expression.Relation;
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
        CONDITION
    }

    Kind kind();

    /** A real number: a literal or a constant of the language. */
    record Number(double value, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }
    }

    /** An integer. */
    record Int(Poly value, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.INTEGER;
        }
    }

    /** An element of a real tensor, or a scalar; also a real argument within a function. */
    record Read(Tensor tensor, List<Poly> subscripts, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }
    }

    /** An elementary function of real (or integer, converted) arguments, power and negation among them. */
    record Apply(Op op, List<Term> arguments, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }
    }

    /** Real arithmetic of one level of precedence, left to right; {@code /} divides reals. */
    record Chain(Term first, List<Link> rest, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }
    }

    record Link(Operator operator, Term operand) {}

    /** {@code a < b <= c}: each operand is compared with the next, as reals. */
    record Comparison(Term first, List<Test> rest, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.CONDITION;
        }
    }

    record Test(Relation relation, Term operand) {}

    record Logical(boolean and, List<Term> operands, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.CONDITION;
        }
    }

    record Not(Term operand, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.CONDITION;
        }
    }

    /** Only the branch taken is evaluated. All values are real (or integers, converted). */
    record If(List<Branch> branches, Term otherwise, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
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
    }

    /** A call of a function of the model: the body with the parameters (tensors of role ARGUMENT) standing for the arguments. */
    record Call(Function function, List<Term> arguments, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }
    }

    /**
     * A function checked for the kinds of one call's arguments.
     *
     * @param parameters one for each argument; a parameter of type INTEGER occurs in polynomials as an
     *     {@link Atom.Element} without subscripts
     */
    record Function(String name, List<Tensor> parameters, Term body) {}

    /** The elements of a constant array, row-major. */
    record Table(List<Term> elements, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }
    }

    /** The value with derivative 0. */
    record Detach(Term value, Span span) implements Term {
        @Override
        public Kind kind() {
            return Kind.REAL;
        }
    }
}
