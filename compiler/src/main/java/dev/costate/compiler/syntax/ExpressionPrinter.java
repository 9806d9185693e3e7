package dev.costate.compiler.syntax;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The canonical text of expressions, with parentheses where the grammar needs them. */
final class ExpressionPrinter implements Expression.Visitor<String> {
    private static final ExpressionPrinter PRINTER = new ExpressionPrinter();

    /** The levels of the grammar, loosest first. */
    private static final int CHOICE = 0;

    private static final int DISJUNCTION = 1;
    private static final int CONJUNCTION = 2;
    private static final int NEGATION = 3;
    private static final int COMPARISON = 4;
    private static final int SUM = 5;
    private static final int PRODUCT = 6;
    private static final int FACTOR = 7;
    private static final int POWER = 8;
    private static final int PRIMARY = 10;
    private static final int POSTFIX = 9;

    private ExpressionPrinter() {}

    static String print(Expression expression) {
        return at(CHOICE, expression);
    }

    static String range(RangeExpression range) {
        if (range instanceof RangeExpression.Between between) {
            return at(SUM, between.from()) + (between.inclusive() ? " .. " : " ..< ") + at(SUM, between.to());
        }
        return at(SUM, ((RangeExpression.Extent) range).size());
    }

    private static String at(int level, Expression expression) {
        String text = text(expression);
        return level(expression) < level ? "(" + text + ")" : text;
    }

    private static int level(Expression expression) {
        if (expression instanceof Expression.Chain chain) {
            return additive(chain) ? SUM : PRODUCT;
        }
        if (expression instanceof Expression.Logical logical) {
            return logical.and() ? CONJUNCTION : DISJUNCTION;
        }
        if (expression instanceof Expression.If) {
            return CHOICE;
        }
        if (expression instanceof Expression.Not) {
            return NEGATION;
        }
        if (expression instanceof Expression.Comparison) {
            return COMPARISON;
        }
        if (expression instanceof Expression.Negate || expression instanceof Expression.Binder) {
            return FACTOR;
        }
        if (expression instanceof Expression.Power) {
            return POWER;
        }
        return expression instanceof Expression.Subscripted ? POSTFIX : PRIMARY;
    }

    private static boolean additive(Expression.Chain chain) {
        return chain.rest().get(0).operator().additive();
    }

    private static String text(Expression e) {
        return Objects.requireNonNull(e.accept(PRINTER));
    }

    @Override
    public String visit(Expression.Literal literal) {
        return literal.text();
    }

    @Override
    public String visit(Expression.Name name) {
        return name.name();
    }

    /** A binder takes what follows in its product, so within one only the last operand goes without parentheses. */
    @Override
    public String visit(Expression.Chain chain) {
        int level = additive(chain) ? PRODUCT : FACTOR;
        StringBuilder text = new StringBuilder(operand(level, chain.first(), additive(chain)));
        for (int i = 0; i < chain.rest().size(); i++) {
            Expression.Link link = chain.rest().get(i);
            boolean last = i + 1 == chain.rest().size();
            text.append(' ').append(link.operator().symbol()).append(' ');
            text.append(operand(level, link.operand(), last || additive(chain)));
        }
        return text.toString();
    }

    @Override
    public String visit(Expression.Negate negate) {
        return "-" + at(FACTOR, negate.operand());
    }

    @Override
    public String visit(Expression.Power power) {
        Expression exponent = power.exponent();
        StringBuilder signs = new StringBuilder();
        while (exponent instanceof Expression.Negate negate) {
            signs.append('-');
            exponent = negate.operand();
        }
        return at(POSTFIX, power.base()) + "^" + signs + at(POWER, exponent);
    }

    @Override
    public String visit(Expression.Comparison comparison) {
        return at(SUM, comparison.first())
                + join(comparison.rest(), "", t -> " " + t.relation().symbol() + " " + at(SUM, t.operand()));
    }

    @Override
    public String visit(Expression.Logical logical) {
        int level = logical.and() ? NEGATION : CONJUNCTION;
        return join(logical.operands(), logical.and() ? " and " : " or ", o -> at(level, o));
    }

    @Override
    public String visit(Expression.Not not) {
        return "not " + at(NEGATION, not.operand());
    }

    @Override
    public String visit(Expression.If choice) {
        return join(choice.branches(), " else ", ExpressionPrinter::branch) + " else " + at(CHOICE, choice.otherwise());
    }

    @Override
    public String visit(Expression.Binder binder) {
        String head = binder.name() + "(" + join(binder.indices(), ", ", ExpressionPrinter::index);
        if (binder.where() != null) {
            head += " where " + print(binder.where());
        }
        if (binder.body() == null) {
            return head + ")";
        }
        int level = Binders.STANDARD.normalizing().contains(binder.name().name()) ? POWER : PRODUCT;
        String body = at(level, binder.body());
        boolean sign = body.startsWith("-") || body.startsWith("[");
        return head + ") " + (sign ? "(" + body + ")" : body);
    }

    @Override
    public String visit(Expression.Call call) {
        return call.name() + "(" + join(call.arguments(), ", ", ExpressionPrinter::print) + ")";
    }

    @Override
    public String visit(Expression.Subscripted s) {
        return at(PRIMARY, s.base()) + "[" + join(s.subscripts(), ", ", ExpressionPrinter::subscript) + "]";
    }

    @Override
    public String visit(Expression.ArrayLiteral literal) {
        return "[" + join(literal.elements(), ", ", ExpressionPrinter::print) + "]";
    }

    private static String branch(Expression.Branch branch) {
        return "if " + print(branch.condition()) + " then " + print(branch.value());
    }

    private static String operand(int level, Expression expression, boolean mayEndInBinder) {
        boolean binder = !mayEndInBinder && endsInBinder(expression);
        return binder ? "(" + text(expression) + ")" : at(level, expression);
    }

    private static boolean endsInBinder(Expression expression) {
        Expression e = expression;
        while (e instanceof Expression.Negate negate) {
            e = negate.operand();
        }
        return e instanceof Expression.Binder;
    }

    private static String index(Expression.BoundIndex index) {
        if (index.range() != null) {
            return index.name() + " in " + range(index.range());
        }
        return index.relation() == null || index.limit() == null
                ? index.name().name()
                : index.name() + " " + index.relation().symbol() + " " + at(SUM, index.limit());
    }

    private static String subscript(Expression.Subscript subscript) {
        if (subscript instanceof Expression.Subscript.Slice slice) {
            return range(slice.range());
        }
        return subscript instanceof Expression.Subscript.At at ? print(at.value()) : ":";
    }

    private static <T> String join(List<T> list, String between, Function<T, String> text) {
        return list.stream().map(text).collect(Collectors.joining(between));
    }
}
