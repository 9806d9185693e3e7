package dev.costate.compiler.java;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of Java. Made by {@link Java} and by the methods here. */
public sealed interface JavaExpression {
    /** How tightly its outermost operator binds. */
    Precedence precedence();

    /** What the visitor makes of an expression of this kind. */
    <R> R accept(Visitor<R> visitor);

    default JavaExpression member(String name) {
        return new Member(this, name);
    }

    default JavaExpression at(JavaExpression index) {
        return new Element(this, index);
    }

    default JavaExpression call(String method, JavaExpression... arguments) {
        return new Call(this, method, List.of(arguments));
    }

    default JavaExpression call(String method, List<JavaExpression> arguments) {
        return new Call(this, method, arguments);
    }

    /** {@code this operator right}. */
    default JavaExpression binary(String operator, JavaExpression right) {
        return new Binary(operator, this, right);
    }

    /** What never needs parentheses. */
    sealed interface Primary extends JavaExpression {
        @Override
        default Precedence precedence() {
            return Precedence.PRIMARY;
        }
    }

    record Name(String text) implements Primary {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A number or a string as Java writes it. */
    record Literal(String text) implements JavaExpression {
        @Override
        public Precedence precedence() {
            return text.startsWith("-") ? Precedence.UNARY : Precedence.PRIMARY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The class that a static method or variable is of. */
    record Static(JavaType type) implements Primary {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Member(JavaExpression owner, String name) implements Primary {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Element(JavaExpression array, JavaExpression index) implements Primary {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A call of a method of an object or class, or of the class at hand. */
    record Call(@Nullable JavaExpression receiver, String method, List<JavaExpression> arguments) implements Primary {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code owner::method}. */
    record Reference(JavaExpression owner, String method) implements Primary {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record New(JavaType type, List<JavaExpression> arguments) implements Primary {
        public New {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record NewArray(JavaType element, JavaExpression length) implements Primary {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code new double[] {…}}, or, where a variable of that type is declared, {@code {…}}. */
    record Elements(@Nullable JavaType array, List<JavaExpression> elements) implements Primary {
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** An operator before its operand. */
    record Unary(String operator, JavaExpression operand) implements JavaExpression {
        @Override
        public Precedence precedence() {
            return Precedence.UNARY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Cast(JavaType type, JavaExpression operand) implements JavaExpression {
        @Override
        public Precedence precedence() {
            return Precedence.UNARY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    record Binary(String operator, JavaExpression left, JavaExpression right) implements JavaExpression {
        @Override
        public Precedence precedence() {
            return Precedence.of(operator);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code condition ? ifTrue : ifFalse}. */
    record Conditional(JavaExpression condition, JavaExpression ifTrue, JavaExpression ifFalse)
            implements JavaExpression {
        @Override
        public Precedence precedence() {
            return Precedence.CHOICE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Makes something of each kind of expression. */
    interface Visitor<R> {
        R visit(Name name);

        R visit(Literal literal);

        R visit(Static owner);

        R visit(Member member);

        R visit(Element element);

        R visit(Call call);

        R visit(Reference reference);

        R visit(New made);

        R visit(NewArray array);

        R visit(Elements elements);

        R visit(Unary unary);

        R visit(Cast cast);

        R visit(Binary binary);

        R visit(Conditional choice);
    }
}
