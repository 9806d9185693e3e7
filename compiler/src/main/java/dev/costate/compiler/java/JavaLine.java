package dev.costate.compiler.java;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One logical line of Java while it is printed: text, types, and places where it may be broken. */
final class JavaLine {
    /** Longer strings are made of two, since a line has no place to break within one. */
    private static final int LONG_STRING = 80;

    /** What a line consists of: a {@link String}, a {@link JavaType} or a {@link Break}. */
    private final List<Object> parts = new ArrayList<>();

    /**
     * A place to break.
     *
     * @param nesting how many operators and calls are around it
     * @param blank what is printed where the line is not broken
     */
    private record Break(int nesting, String blank) {}

    /**
     * An operand.
     *
     * @param operator of which it is one
     * @param alike whether it needs no parentheses where it binds just as tightly
     */
    private record Operand(JavaExpression expression, int nesting, Precedence operator, boolean alike) {
        Operand(JavaExpression expression, int nesting) {
            this(expression, nesting, Precedence.CHOICE, true);
        }

        boolean isPlain() {
            int tighter = expression.precedence().compareTo(operator);
            return tighter > 0 || (tighter == 0 && alike);
        }
    }

    JavaLine text(String text) {
        parts.add(text);
        return this;
    }

    JavaLine type(JavaType type) {
        parts.add(type);
        return this;
    }

    /** A space or a line end. */
    JavaLine space(int nesting) {
        parts.add(new Break(nesting, " "));
        return this;
    }

    /** The expression, with places to break before operators and after commas. */
    JavaLine expression(JavaExpression expression, int nesting) {
        return operand(new Operand(expression, nesting));
    }

    /** The same in parentheses, if it binds less tightly than an operator that it stands beside. */
    JavaLine operand(JavaExpression expression, Precedence operator, int nesting) {
        return operand(new Operand(expression, nesting, operator, true));
    }

    private JavaLine operand(Operand whole) {
        Deque<Object> open = new ArrayDeque<>();
        open.push(whole);
        while (!open.isEmpty()) {
            Object part = open.pop();
            if (part instanceof Operand operand) {
                List<Object> inside = parts(operand);
                for (int k = inside.size() - 1; k >= 0; k--) {
                    open.push(inside.get(k));
                }
            } else {
                parts.add(part);
            }
        }
        return this;
    }

    private static List<Object> parts(Operand operand) {
        JavaExpression expression = operand.expression();
        return operand.isPlain()
                ? expression.accept(new Parts(operand.nesting()))
                : List.of("(", new Operand(expression, operand.nesting()), ")");
    }

    /** What an expression consists of, with operands as such. */
    private record Parts(int nesting) implements JavaExpression.Visitor<List<Object>> {
        private Operand operand(JavaExpression expression, Precedence operator) {
            return new Operand(expression, nesting + 1, operator, true);
        }

        @Override
        public List<Object> visit(JavaExpression.Name name) {
            return List.of(name.text());
        }

        @Override
        public List<Object> visit(JavaExpression.Literal literal) {
            String text = literal.text();
            int space = text.startsWith("\"") && text.length() > LONG_STRING ? text.lastIndexOf(' ', LONG_STRING) : -1;
            return space < 0
                    ? List.of(text)
                    : List.of(
                            text.substring(0, space + 1) + "\"",
                            new Break(nesting, " "),
                            "+ \"" + text.substring(space + 1));
        }

        @Override
        public List<Object> visit(JavaExpression.Static owner) {
            return List.of(owner.type());
        }

        @Override
        public List<Object> visit(JavaExpression.Member member) {
            return List.of(operand(member.owner(), Precedence.PRIMARY), "." + member.name());
        }

        @Override
        public List<Object> visit(JavaExpression.Element element) {
            return List.of(
                    operand(element.array(), Precedence.PRIMARY),
                    "[",
                    operand(element.index(), Precedence.CHOICE),
                    "]");
        }

        /** Calls of each other's results are a chain, which is broken before a method rather than in its arguments. */
        @Override
        public List<Object> visit(JavaExpression.Call call) {
            List<Object> all = new ArrayList<>();
            JavaExpression receiver = call.receiver();
            boolean chain = receiver instanceof JavaExpression.Call || receiver instanceof JavaExpression.New;
            if (receiver != null) {
                all.add(new Operand(receiver, nesting, Precedence.PRIMARY, true));
                if (chain) {
                    all.add(new Break(nesting, ""));
                }
                all.add(".");
            }
            all.add(call.method() + "(");
            list(all, call.arguments(), chain ? nesting + 1 : nesting);
            all.add(")");
            return all;
        }

        @Override
        public List<Object> visit(JavaExpression.Reference reference) {
            return List.of(operand(reference.owner(), Precedence.PRIMARY), "::" + reference.method());
        }

        @Override
        public List<Object> visit(JavaExpression.New made) {
            List<Object> all = new ArrayList<>(List.of("new ", made.type(), "("));
            list(all, made.arguments(), nesting);
            all.add(")");
            return all;
        }

        @Override
        public List<Object> visit(JavaExpression.NewArray array) {
            return List.of("new ", array.element(), "[", operand(array.length(), Precedence.CHOICE), "]");
        }

        @Override
        public List<Object> visit(JavaExpression.Elements elements) {
            List<Object> all = new ArrayList<>();
            if (elements.array() != null) {
                all.addAll(List.of("new ", elements.array(), " "));
            }
            all.add("{");
            list(all, elements.elements(), nesting);
            all.add("}");
            return all;
        }

        /** An operator before the same one would be another. */
        @Override
        public List<Object> visit(JavaExpression.Unary unary) {
            JavaExpression operand = unary.operand();
            boolean doubled = (operand instanceof JavaExpression.Unary inner
                            && inner.operator().equals(unary.operator()))
                    || (operand instanceof JavaExpression.Literal literal
                            && literal.text().startsWith(unary.operator()));
            return List.of(unary.operator(), new Operand(operand, nesting, Precedence.UNARY, !doubled));
        }

        @Override
        public List<Object> visit(JavaExpression.Cast cast) {
            return List.of("(", cast.type(), ") ", operand(cast.operand(), Precedence.UNARY));
        }

        /** Operators take their operands from the left; of conditions the order does not matter. */
        @Override
        public List<Object> visit(JavaExpression.Binary binary) {
            Precedence own = binary.precedence();
            boolean logical = own == Precedence.AND || own == Precedence.OR;
            return List.of(
                    operand(binary.left(), own),
                    new Break(nesting, " "),
                    binary.operator() + " ",
                    new Operand(binary.right(), nesting + 1, own, logical));
        }

        @Override
        public List<Object> visit(JavaExpression.Conditional choice) {
            return List.of(
                    new Operand(choice.condition(), nesting + 1, Precedence.CHOICE, false),
                    new Break(nesting, " "),
                    "? ",
                    operand(choice.ifTrue(), Precedence.CHOICE),
                    new Break(nesting, " "),
                    ": ",
                    new Operand(choice.ifFalse(), nesting));
        }

        private static void list(List<Object> all, List<JavaExpression> expressions, int nesting) {
            for (int k = 0; k < expressions.size(); k++) {
                if (k > 0) {
                    all.add(",");
                    all.add(new Break(nesting, " "));
                }
                all.add(new Operand(expressions.get(k), nesting + 1));
            }
        }
    }

    /**
     * Prints the line, broken where it is too long: of the places in the right two thirds of what has room at the least
     * nested, the last of these; in time linear in its length.
     *
     * @param width of the first line
     * @param more of those that follow
     */
    void print(Output out, int width, int more) {
        int start = 0;
        int room = width;
        for (int end = end(start, room); end >= 0; end = end(start, room)) {
            out.print(parts.subList(start, end));
            out.next();
            start = end + 1;
            room = more;
        }
        out.print(parts.subList(start, parts.size()));
    }

    /** Where the line is to be broken that starts there, or -1 if it has room or no such place. */
    private int end(int start, int width) {
        int best = -1;
        int column = 0;
        for (int k = start; k < parts.size(); k++) {
            if (parts.get(k) instanceof Break place) {
                if (column > width) {
                    return best >= 0 ? best : k;
                } else if (column > width / 3 && (best < 0 || place.nesting() <= nesting(best))) {
                    best = k;
                }
            }
            column += text(parts.get(k)).length();
            if (column > width && best >= 0) {
                return best;
            }
        }
        return -1;
    }

    private int nesting(int at) {
        return ((Break) parts.get(at)).nesting();
    }

    private static String text(Object part) {
        if (part instanceof Break place) {
            return place.blank();
        }
        return part instanceof JavaType type ? type.name() + type.suffix() : (String) part;
    }

    /** Takes what is printed. */
    abstract static class Output {
        abstract void text(String text);

        abstract void type(JavaType type);

        /** The line goes on in the next one. */
        abstract void next();

        private void print(List<Object> parts) {
            for (Object part : parts) {
                if (part instanceof JavaType type) {
                    type(type);
                } else {
                    text(JavaLine.text(part));
                }
            }
        }
    }

    /** Its text where it is not broken. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        parts.forEach(part -> all.append(text(part)));
        return all.toString();
    }
}
