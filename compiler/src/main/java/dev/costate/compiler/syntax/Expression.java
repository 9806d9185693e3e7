package dev.costate.compiler.syntax;

import dev.costate.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written. Chains of operators of one level are flat, so that the depth of a tree is bounded by the
 * nesting the parser allows (500), and a walk over it may recurse. The span of an
 * expression in parentheses includes them. Long, since every kind of expression stands here with what it is made of.
 */
public sealed interface Expression {
    Span span();

    /** The expressions that it is made of, in order. */
    List<Expression> children();

    /** What the visitor makes of an expression of this kind; null if that is nothing. */
    <R> @Nullable R accept(Visitor<R> visitor);

    /** Something for each kind of expression. */
    interface Visitor<R> {
        @Nullable
        R visit(Literal literal);

        @Nullable
        R visit(Name name);

        @Nullable
        R visit(Chain chain);

        @Nullable
        R visit(Negate negate);

        @Nullable
        R visit(Power power);

        @Nullable
        R visit(Comparison comparison);

        @Nullable
        R visit(Logical logical);

        @Nullable
        R visit(Not not);

        @Nullable
        R visit(If choice);

        @Nullable
        R visit(Binder binder);

        @Nullable
        R visit(Call call);

        @Nullable
        R visit(Subscripted subscripted);

        @Nullable
        R visit(ArrayLiteral literal);
    }

    private static List<Expression> join(Expression first, Stream<Expression> rest) {
        return Stream.concat(Stream.of(first), rest).toList();
    }

    /** {@code 12}, {@code 0.5}, {@code 1e-8}; {@code integer} if there is neither point nor exponent. */
    record Literal(String text, boolean integer, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of();
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Name(String name, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of();
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code a + b - c} or {@code a * b / c}: operators of one level, left to right. */
    record Chain(Expression first, List<Link> rest, Span span) implements Expression {
        public Chain {
            rest = List.copyOf(rest);
        }

        @Override
        public List<Expression> children() {
            return join(first, rest.stream().map(Link::operand));
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
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

    record Negate(Expression operand, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(operand);
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Power(Expression base, Expression exponent, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(base, exponent);
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code a < b}, {@code 0 <= i < n}: each operand is compared with the next. */
    record Comparison(Expression first, List<Test> rest, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return join(first, rest.stream().map(Test::operand));
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

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
    record Logical(boolean and, List<Expression> operands, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return operands;
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Not(Expression operand, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return List.of(operand);
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code if c then a else if d then b else e}: the branches in order, then the last else. */
    record If(List<Branch> branches, Expression otherwise, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            List<Expression> children = new ArrayList<>();
            branches.forEach(branch -> children.addAll(List.of(branch.condition(), branch.value())));
            children.add(otherwise);
            return children;
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

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
            Span span) implements Expression {
        @Override
        public List<Expression> children() {
            List<Expression> children = new ArrayList<>();
            indices.forEach(index -> children.addAll(index.children()));
            Stream.of(where, body).filter(Objects::nonNull).forEach(children::add);
            return children;
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * {@code j}, {@code j in K}, {@code j < i}. At most one of {@code range} and {@code limit} is there.
     *
     * @param relation how {@code limit} narrows the index, or null
     */
    record BoundIndex(
            Identifier name,
            @Nullable RangeExpression range,
            @Nullable Relation relation,
            @Nullable Expression limit) {
        /** The expressions in its range or limit. */
        public List<Expression> children() {
            return range != null ? range.children() : limit != null ? List.of(limit) : List.of();
        }
    }

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

        @Override
        public List<Expression> children() {
            return arguments;
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One of as many results of a function as there are names for them. */
    record Result(int number, int count) {}

    /** {@code x[i, j]}, also of a call or a literal. */
    record Subscripted(Expression base, List<Subscript> subscripts, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return join(base, subscripts.stream().flatMap(subscript -> subscript.children().stream()));
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    sealed interface Subscript {
        Span span();

        /** The expressions that it is made of, in order. */
        List<Expression> children();

        /** The name that it is, or null if it is anything else. */
        default @Nullable String bareName() {
            return null;
        }

        record At(Expression value) implements Subscript {
            @Override
            public List<Expression> children() {
                return List.of(value);
            }

            @Override
            public @Nullable String bareName() {
                return value instanceof Name name ? name.name() : null;
            }

            @Override
            public Span span() {
                return value.span();
            }
        }

        /** {@code :}. */
        record All(Span span) implements Subscript {
            @Override
            public List<Expression> children() {
                return List.of();
            }
        }

        /** {@code 0 ..< 3}. */
        record Slice(RangeExpression.Between range) implements Subscript {
            @Override
            public List<Expression> children() {
                return range.children();
            }

            @Override
            public Span span() {
                return range.span();
            }
        }
    }

    record ArrayLiteral(List<Expression> elements, Span span) implements Expression {
        @Override
        public List<Expression> children() {
            return elements;
        }

        @Override
        public <R> @Nullable R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
