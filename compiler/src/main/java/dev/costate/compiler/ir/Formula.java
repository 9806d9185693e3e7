package dev.costate.compiler.ir;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An expression as people write it, and how tightly its outermost operator binds, so that it gets parentheses where it
 * needs them and nowhere else.
 */
public record Formula(String text, Binding binding) {
    /** How tightly operators bind, loosest first. */
    public enum Binding {
        /** {@code if c then a else b} and {@code sum(i in N) a}, which reach as far to the right as they can. */
        OPEN,
        OR,
        AND,
        NOT,
        RELATION,
        SUM,
        PRODUCT,
        SIGN,
        PRIMARY
    }

    /** A name, a call or whatever else never needs parentheses. */
    public static Formula primary(String text) {
        return new Formula(text, Binding.PRIMARY);
    }

    public static Formula number(double value) {
        return new Formula(Double.toString(value), value < 0 ? Binding.SIGN : Binding.PRIMARY);
    }

    /** An integer, which the parentheses tell from a real quantity. */
    public static Formula integer(Poly value) {
        return value.isConstant() ? primary(value.toString()) : primary("(" + value + ")");
    }

    /** An element of an array, or a scalar. */
    public static Formula element(String name, List<Poly> subscripts) {
        return primary(subscripts.isEmpty() ? name : name + subscripts);
    }

    public static Formula choice(Formula condition, Formula ifTrue, Formula ifFalse) {
        String text = "if " + condition.text + " then " + ifTrue.text + " else " + ifFalse.text;
        return new Formula(text, Binding.OPEN);
    }

    /** {@code sum(i in N where guard) body}. */
    public static Formula reduce(Reduction reduction, String ranges, Formula body) {
        return new Formula(reduction.binder() + "(" + ranges + ") " + body.within(Binding.PRODUCT), Binding.OPEN);
    }

    /** An operation of the language by its symbol, any other as a call. */
    public static Formula apply(Op op, List<Formula> operands) {
        if (op.java() instanceof Op.Form.Infix infix) {
            String symbol = symbol(infix.symbol());
            Binding binding = binding(infix.symbol());
            return new Formula(
                    operands.get(0).within(binding) + " " + symbol + " "
                            + operands.get(1).beyond(binding),
                    binding);
        } else if (op.java() instanceof Op.Form.Prefix prefix) {
            Binding binding = op.kind() == Op.Kind.CONDITION ? Binding.NOT : Binding.SIGN;
            return new Formula(symbol(prefix.symbol()) + operands.get(0).beyond(binding), binding);
        }
        return primary(op + operands.stream().map(Formula::text).collect(Collectors.joining(", ", "(", ")")));
    }

    /** The text as an operand of an operator that takes what binds this tightly or more. */
    private String within(Binding least) {
        return binding.compareTo(least) < 0 ? "(" + text + ")" : text;
    }

    /** The text as an operand of an operator that takes only what binds more tightly. */
    private String beyond(Binding operator) {
        return binding.compareTo(operator) <= 0 ? "(" + text + ")" : text;
    }

    private static String symbol(String java) {
        return switch (java) {
            case "&&" -> "and";
            case "||" -> "or";
            case "!" -> "not ";
            default -> java;
        };
    }

    private static Binding binding(String java) {
        return switch (java) {
            case "||" -> Binding.OR;
            case "&&" -> Binding.AND;
            case "+", "-" -> Binding.SUM;
            case "*", "/" -> Binding.PRODUCT;
            default -> Binding.RELATION;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
