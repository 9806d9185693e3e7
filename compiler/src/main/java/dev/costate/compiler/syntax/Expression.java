package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written. Chains of operators of one level are flat, so that the depth of a tree is bounded by the
 * nesting the parser allows (500), and a walk over it may recurse. The span of an
 * expression in parentheses includes them.
 */
public sealed interface Expression {
    Span span();

    /** {@code 12}, {@code 0.5}, {@code 1e-8}; {@code integer} if there is neither point nor exponent. */
    record Literal(String text, boolean integer, Span span) implements Expression {}

    record Name(String name, Span span) implements Expression {}

    /** {@code a + b - c} or {@code a * b / c}: operators of one level, left to right. */
    record Chain(Expression first, List<Link> rest, Span span) implements Expression {
        public Chain {
            rest = List.copyOf(rest);
        }
    }

    record Link(Operator operator, Span operatorSpan, Expression operand) {}

    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        DIV("div"),
        MOD("mod");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        public boolean additive() {
            return this == ADD || this == SUBTRACT;
        }
    }

    record Negate(Expression operand, Span span) implements Expression {}

    record Power(Expression base, Expression exponent, Span span) implements Expression {}

    /** {@code a < b}, {@code 0 <= i < n}: each operand is compared with the next. */
    record Comparison(Expression first, List<Test> rest, Span span) implements Expression {}

    record Test(Relation relation, Expression operand) {}

    enum Relation {
        LESS("<"),
        LESS_EQUAL("<="),
        GREATER(">"),
        GREATER_EQUAL(">="),
        EQUAL("=="),
        NOT_EQUAL("!=");

        private final String symbol;

        Relation(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        /** The relation of the right side to the left. */
        public Relation reversed() {
            return switch (this) {
                case LESS -> GREATER;
                case LESS_EQUAL -> GREATER_EQUAL;
                case GREATER -> LESS;
                case GREATER_EQUAL -> LESS_EQUAL;
                case EQUAL, NOT_EQUAL -> this;
            };
        }
    }

    /** {@code a and b and c}, or with {@code and} false {@code a or b or c}. */
    record Logical(boolean and, List<Expression> operands, Span span) implements Expression {}

    record Not(Expression operand, Span span) implements Expression {}

    /** {@code if c then a else if d then b else e}: the branches in order, then the last else. */
    record If(List<Branch> branches, Expression otherwise, Span span) implements Expression {}

    record Branch(Expression condition, Expression value) {}

    /**
     * {@code sum(j in K where c) body}.
     *
     * @param name which binder
     * @param where the condition, or null
     * @param body what is combined; null for {@code count}
     */
    record Binder(
            Identifier name,
            List<BoundIndex> indices,
            @Nullable Expression where,
            @Nullable Expression body,
            Span span) implements Expression {}

    /**
     * {@code j}, {@code j in K}, {@code j < i}. At most one of {@code range} and {@code limit} is there.
     *
     * @param relation how {@code limit} narrows the index, or null
     */
    record BoundIndex(
            Identifier name,
            @Nullable RangeExpression range,
            @Nullable Relation relation,
            @Nullable Expression limit) {}

    /**
     * {@code f(x, y)}.
     *
     * @param result which of the results is meant, or null where the function should have only one
     */
    record Call(
            Identifier name,
            List<Expression> arguments,
            @Nullable Result result,
            Span span) implements Expression {
        public Call(Identifier name, List<Expression> arguments, Span span) {
            this(name, arguments, null, span);
        }

        /** One of several results of this call. */
        Call result(int number, int count) {
            return new Call(name, arguments, new Result(number, count), span);
        }

        /** The same call of a function of another name. */
        public Call of(String function) {
            return new Call(new Identifier(function, name.span()), arguments, result, span);
        }
    }

    /** One of as many results of a function as there are names for them. */
    record Result(int number, int count) {}

    /** {@code x[i, j]}, also of a call or a literal. */
    record Subscripted(Expression base, List<Subscript> subscripts, Span span) implements Expression {}

    sealed interface Subscript {
        Span span();

        record At(Expression value) implements Subscript {
            @Override
            public Span span() {
                return value.span();
            }
        }

        /** {@code :}. */
        record All(Span span) implements Subscript {}

        /** {@code 0 ..< 3}. */
        record Slice(RangeExpression.Between range) implements Subscript {
            @Override
            public Span span() {
                return range.span();
            }
        }
    }

    record ArrayLiteral(List<Expression> elements, Span span) implements Expression {}
}
