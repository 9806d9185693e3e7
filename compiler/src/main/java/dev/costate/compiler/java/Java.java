package dev.costate.compiler.java;

import java.util.ArrayList;
import java.util.List;

/** Makes expressions of Java. */
public final class Java {
    public static final JavaExpression ZERO = integer(0);
    public static final JavaExpression THIS = name("this");
    public static final JavaExpression NULL = name("null");

    private Java() {}

    public static JavaExpression name(String name) {
        return new JavaExpression.Name(name);
    }

    /** A literal that reads back as the value, bit for bit. */
    public static JavaExpression number(double value) {
        return new JavaExpression.Literal(Numbers.literal(value));
    }

    /** A literal of the nearest {@code float}. */
    public static JavaExpression single(double value) {
        return new JavaExpression.Literal(Numbers.literal((float) value));
    }

    public static JavaExpression integer(long value) {
        return literal(Long.toString(value));
    }

    /** A number as Java writes it. */
    public static JavaExpression literal(String text) {
        return new JavaExpression.Literal(text);
    }

    /** A string, whatever is in it. */
    public static JavaExpression string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> out.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : c);
            }
        }
        return literal(out.append('"').toString());
    }

    /** A class of Java or the runtime, to call a static method of. */
    public static JavaExpression type(String simpleName) {
        return new JavaExpression.Static(JavaType.of(simpleName));
    }

    /** A static method of a class of Java or the runtime. */
    public static JavaExpression call(String type, String method, JavaExpression... arguments) {
        return type(type).call(method, arguments);
    }

    public static JavaExpression call(String type, String method, List<JavaExpression> arguments) {
        return type(type).call(method, arguments);
    }

    /** A method of the class at hand. */
    public static JavaExpression call(String method, List<JavaExpression> arguments) {
        return new JavaExpression.Call(null, method, arguments);
    }

    public static JavaExpression make(JavaType type, JavaExpression... arguments) {
        return new JavaExpression.New(type, List.of(arguments));
    }

    public static JavaExpression cast(JavaType type, JavaExpression operand) {
        return new JavaExpression.Cast(type, operand);
    }

    public static JavaExpression choice(JavaExpression condition, JavaExpression ifTrue, JavaExpression ifFalse) {
        return new JavaExpression.Conditional(condition, ifTrue, ifFalse);
    }

    public static JavaExpression negative(JavaExpression operand) {
        return new JavaExpression.Unary("-", operand);
    }

    /** One of the conditions after the other; there is at least one. */
    public static JavaExpression all(List<JavaExpression> conditions) {
        return conditions.stream().reduce((a, b) -> a.binary("&&", b)).orElseThrow();
    }

    /**
     * A sum of integers, which may be added in any order since they wrap around: {@code a + b - c} where the second is
     * {@code b - c}, and {@code a - b} where it is {@code -b}.
     */
    public static JavaExpression sum(JavaExpression first, JavaExpression second) {
        List<JavaExpression.Binary> spine = new ArrayList<>();
        JavaExpression start = second;
        while (start instanceof JavaExpression.Binary binary && binary.precedence() == Precedence.SUM) {
            spine.add(0, binary);
            start = binary.left();
        }
        JavaExpression magnitude = magnitude(start);
        JavaExpression sum = magnitude == start ? first.binary("+", start) : first.binary("-", magnitude);
        for (JavaExpression.Binary next : spine) {
            sum = sum.binary(next.operator(), next.right());
        }
        return sum;
    }

    /** A factor, a product or a number without the minus that it begins with; itself if there is none. */
    private static JavaExpression magnitude(JavaExpression term) {
        if (term instanceof JavaExpression.Literal literal && literal.text().startsWith("-")) {
            return literal(literal.text().substring(1));
        } else if (term instanceof JavaExpression.Unary unary
                && unary.operator().equals("-")) {
            return unary.operand();
        } else if (term instanceof JavaExpression.Binary binary && binary.precedence() == Precedence.PRODUCT) {
            JavaExpression left = magnitude(binary.left());
            return left == binary.left() ? term : left.binary(binary.operator(), binary.right());
        }
        return term;
    }
}
