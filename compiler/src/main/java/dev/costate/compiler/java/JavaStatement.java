package dev.costate.compiler.java;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of Java, or what stands between statements. */
public sealed interface JavaStatement {
    void accept(Visitor visitor);

    /** {@code target = value;}, or with {@code +=} and its like. */
    static JavaStatement assign(JavaExpression target, String operator, JavaExpression value) {
        return new Assign(target, operator, value);
    }

    static JavaStatement set(JavaExpression target, JavaExpression value) {
        return new Assign(target, "=", value);
    }

    static JavaStatement declare(JavaType type, String name, JavaExpression value) {
        return new Declare(type, List.of(new Variable(name, value)));
    }

    /** An {@code if} without an {@code else}. */
    static JavaStatement when(JavaExpression condition, JavaStatement... then) {
        return new If(condition, List.of(then), List.of());
    }

    record Assign(JavaExpression target, String operator, JavaExpression value) implements JavaStatement {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** A variable that is declared. */
    record Variable(String name, JavaExpression value) {}

    /** Variables of one type; the type of each is that of all. */
    record Declare(JavaType type, List<Variable> variables) implements JavaStatement {
        public Declare {
            variables = List.copyOf(variables);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** A call whose result nobody needs. */
    record Evaluate(JavaExpression expression) implements JavaStatement {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    record Return(JavaExpression value) implements JavaStatement {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    record Throw(JavaExpression exception) implements JavaStatement {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /**
     * A loop over integers.
     *
     * @param last the condition's operator and what follows it: {@code <} and the bound, {@code >=} and the last one
     * @param step what is added each time
     */
    record For(
            String index,
            JavaExpression from,
            String comparison,
            JavaExpression last,
            int step,
            List<JavaStatement> body)
            implements JavaStatement {
        public For {
            body = List.copyOf(body);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    record If(JavaExpression condition, List<JavaStatement> then, List<JavaStatement> otherwise)
            implements JavaStatement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /**
     * A {@code try}.
     *
     * @param resource what is closed at its end, or null
     * @param caught what it catches, as {@code e}, or null
     */
    record Try(
            @Nullable JavaExpression resource,
            List<JavaStatement> body,
            @Nullable JavaType caught,
            List<JavaStatement> handler)
            implements JavaStatement {
        public Try {
            body = List.copyOf(body);
            handler = List.copyOf(handler);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** A comment on a line of its own, of text that cannot end it; cut where the line ends. */
    record Comment(String text) implements JavaStatement {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** An empty line, unless a block begins here. */
    record Gap() implements JavaStatement {
        @Override
        public void accept(Visitor visitor) {
            visitor.visit(this);
        }
    }

    /** Does something with each kind of statement. */
    interface Visitor {
        void visit(Assign assign);

        void visit(Declare declare);

        void visit(Evaluate evaluate);

        void visit(Return result);

        void visit(Throw thrown);

        void visit(For loop);

        void visit(If choice);

        void visit(Try attempt);

        void visit(Comment comment);

        void visit(Gap gap);
    }
}
