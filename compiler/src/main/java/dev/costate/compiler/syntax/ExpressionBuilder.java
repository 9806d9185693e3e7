package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.CompilerBug;
import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Expression.Branch;
import dev.costate.compiler.syntax.Expression.Chain;
import dev.costate.compiler.syntax.Expression.Link;
import dev.costate.compiler.syntax.Expression.Operator;
import dev.costate.compiler.syntax.Expression.Relation;
import dev.costate.compiler.syntax.Expression.Subscript;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Makes expressions of the parser's. A level of the grammar with one operand hands on to the next level, with the span
 * that the result is to have: that of an expression in parentheses includes them.
 *
 * <p>Long, since it has a method for each kind of expression.
 */
final class ExpressionBuilder {
    private final SourceFile source;
    /** Operands whose part of the parse tree is gone. */
    private final IdentityHashMap<ParserRuleContext, Expression> made = new IdentityHashMap<>();

    ExpressionBuilder(SourceFile source) {
        this.source = source;
    }

    /**
     * To be told by the parser which rules it is through: what stands behind an operator or in an array is made at
     * once, so that the parse tree of a long sum or table, a hundred times as large as its text, is never there as a
     * whole.
     */
    ParseTreeListener listener() {
        return new ParseTreeListener() {
            @Override
            public void exitEveryRule(ParserRuleContext context) {
                if (context.exception == null) {
                    make(context);
                }
            }

            @Override
            public void enterEveryRule(ParserRuleContext context) {}

            @Override
            public void visitTerminal(TerminalNode node) {}

            @Override
            public void visitErrorNode(ErrorNode node) {}
        };
    }

    private void make(ParserRuleContext context) {
        ParserRuleContext parent = context.getParent();
        if (context instanceof ProductContext product && parent instanceof SumContext sum && !sum.operators.isEmpty()) {
            made.put(product, product(product, span(product)));
            product.operands = List.of();
            product.operators = List.of();
            product.children = null;
        } else if (context instanceof FactorContext factor
                && parent instanceof ProductContext product
                && !product.operators.isEmpty()) {
            made.put(factor, factor(factor, span(factor)));
            factor.children = null;
        } else if (context instanceof ExpressionContext element
                && parent instanceof PrimaryContext
                && parent.start.getType() == OPEN_BRACKET) {
            made.put(element, expression(element, span(element)));
            element.children = null;
        }
    }

    Span span(ParserRuleContext context) {
        return new Span(source, context.start.getStartIndex(), context.stop.getStopIndex() + 1);
    }

    Identifier identifier(Token token) {
        return new Identifier(token.getText(), Tokens.span(source, token));
    }

    Expression expression(ExpressionContext context) {
        return expression(context, span(context));
    }

    List<Expression> expressions(List<ExpressionContext> contexts) {
        return contexts.stream().map(this::expression).toList();
    }

    private Expression expression(ExpressionContext context, Span span) {
        Expression known = made.remove(context);
        if (known != null) {
            return known;
        }
        return context.choice() != null ? choice(context.choice(), span) : disjunction(context.disjunction(), span);
    }

    private Expression choice(ChoiceContext context, Span span) {
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < context.conditions.size(); i++) {
            branches.add(new Branch(expression(context.conditions.get(i)), expression(context.branches.get(i))));
        }
        return new Expression.If(branches, expression(context.otherwise), span);
    }

    private Expression disjunction(DisjunctionContext context, Span span) {
        if (context.operands.size() == 1) {
            return conjunction(context.operands.get(0), span);
        }
        return new Expression.Logical(
                false,
                context.operands.stream().map(c -> conjunction(c, span(c))).toList(),
                span);
    }

    private Expression conjunction(ConjunctionContext context, Span span) {
        if (context.operands.size() == 1) {
            return negation(context.operands.get(0), span);
        }
        return new Expression.Logical(
                true, context.operands.stream().map(c -> negation(c, span(c))).toList(), span);
    }

    private Expression negation(NegationContext context, Span span) {
        NegationContext operand = context.negation();
        return operand == null
                ? comparison(context.comparison(), span)
                : new Expression.Not(negation(operand, span(operand)), span);
    }

    private Expression comparison(ComparisonContext context, Span span) {
        if (context.operators.isEmpty()) {
            return sum(context.operands.get(0), span);
        }
        List<Expression.Test> tests = new ArrayList<>();
        for (int i = 0; i < context.operators.size(); i++) {
            tests.add(new Expression.Test(relation(context.operators.get(i)), sum(context.operands.get(i + 1))));
        }
        return new Expression.Comparison(sum(context.operands.get(0)), tests, span);
    }

    Expression sum(SumContext context) {
        return sum(context, span(context));
    }

    private Expression sum(SumContext context, Span span) {
        if (context.operators.isEmpty()) {
            return product(context.operands.get(0), span);
        }
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < context.operators.size(); i++) {
            ProductContext operand = context.operands.get(i + 1);
            links.add(link(context.operators.get(i), product(operand, span(operand))));
        }
        ProductContext first = context.operands.get(0);
        return new Chain(product(first, span(first)), links, span);
    }

    private Expression product(ProductContext context, Span span) {
        Expression known = made.remove(context);
        if (known != null) {
            return known;
        }
        if (context.operators.isEmpty()) {
            return factor(context.operands.get(0), span);
        }
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < context.operators.size(); i++) {
            FactorContext operand = context.operands.get(i + 1);
            links.add(link(context.operators.get(i), factor(operand, span(operand))));
        }
        FactorContext first = context.operands.get(0);
        return new Chain(factor(first, span(first)), links, span);
    }

    private Link link(Token operator, Expression operand) {
        return new Link(operator(operator), Tokens.span(source, operator), operand);
    }

    private Expression factor(FactorContext context, Span span) {
        Expression known = made.remove(context);
        if (known != null) {
            return known;
        }
        if (context.binder() != null) {
            return binder(context.binder(), span);
        }
        FactorContext operand = context.factor();
        return operand == null
                ? power(context.power(), span)
                : new Expression.Negate(factor(operand, span(operand)), span);
    }

    private Expression binder(BinderContext context, Span span) {
        BindingContext binding = context.binding();
        Expression body = null;
        if (context.product() != null) {
            body = product(context.product(), span(context.product()));
        } else if (context.power() != null) {
            body = power(context.power(), span(context.power()));
        }
        return new Expression.Binder(
                identifier(context.start),
                binding.boundIndex().stream().map(this::boundIndex).toList(),
                binding.condition == null ? null : expression(binding.condition),
                body,
                span);
    }

    private Expression.BoundIndex boundIndex(BoundIndexContext context) {
        Relation relation = context.relation == null ? null : relation(context.relation);
        return new Expression.BoundIndex(
                identifier(context.start),
                context.range() == null ? null : range(context.range()),
                relation,
                context.limit == null ? null : sum(context.limit));
    }

    RangeExpression range(RangeContext context) {
        return context.operator == null
                ? new RangeExpression.Extent(sum(context.from), span(context))
                : between(sum(context.from), context.operator, context.to, span(context));
    }

    private RangeExpression.Between between(Expression from, Token operator, SumContext to, Span span) {
        return new RangeExpression.Between(from, sum(to), operator.getType() == THROUGH, span);
    }

    private Expression power(PowerContext context, Span span) {
        if (context.exponent() == null) {
            return postfix(context.postfix(), span);
        }
        PostfixContext base = context.postfix();
        return new Expression.Power(postfix(base, span(base)), exponent(context.exponent()), span);
    }

    private Expression exponent(ExponentContext context) {
        Span span = span(context);
        return context.exponent() == null
                ? power(context.power(), span)
                : new Expression.Negate(exponent(context.exponent()), span);
    }

    private Expression postfix(PostfixContext context, Span span) {
        PrimaryContext base = context.primary();
        List<SubscriptContext> subscripts = context.subscript();
        if (subscripts.isEmpty()) {
            return primary(base, span);
        }
        return new Expression.Subscripted(
                primary(base, span(base)),
                subscripts.stream().map(this::subscript).toList(),
                span);
    }

    private Subscript subscript(SubscriptContext context) {
        if (context.from == null) {
            return new Subscript.All(span(context));
        }
        Expression from = expression(context.from);
        return context.operator == null
                ? new Subscript.At(from)
                : new Subscript.Slice(between(from, context.operator, context.to, span(context)));
    }

    private Expression primary(PrimaryContext context, Span span) {
        return switch (context.start.getType()) {
            case NUMBER -> literal(context.start.getText(), span);
            case NAME -> call(context, span);
            case OPEN_PARENTHESIS -> expression(context.expression(0), span);
            default -> new Expression.ArrayLiteral(expressions(context.elements), span);
        };
    }

    private static Expression literal(String text, Span span) {
        boolean integer = text.chars().allMatch(c -> c >= '0' && c <= '9');
        return new Expression.Literal(text, integer, span);
    }

    private Expression call(PrimaryContext context, Span span) {
        ArgumentsContext arguments = context.arguments();
        return arguments == null
                ? new Expression.Name(context.start.getText(), span)
                : new Expression.Call(identifier(context.start), expressions(arguments.expression()), span);
    }

    private static Operator operator(Token token) {
        return switch (token.getType()) {
            case PLUS -> Operator.ADD;
            case MINUS -> Operator.SUBTRACT;
            case STAR -> Operator.MULTIPLY;
            case SLASH -> Operator.DIVIDE;
            case DIV -> Operator.DIV;
            case MOD -> Operator.MOD;
            default -> throw new CompilerBug("parse", "no operator: " + token);
        };
    }

    private static Relation relation(Token token) {
        return switch (token.getType()) {
            case LESS -> Relation.LESS;
            case LESS_EQUAL -> Relation.LESS_EQUAL;
            case GREATER -> Relation.GREATER;
            case GREATER_EQUAL -> Relation.GREATER_EQUAL;
            case EQUAL -> Relation.EQUAL;
            case NOT_EQUAL -> Relation.NOT_EQUAL;
            default -> throw new CompilerBug("parse", "no relation: " + token);
        };
    }
}
