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
 * Makes expressions of the parser's. Levels of the grammar with one operand are skipped. The span of a result is that
 * of the outermost of them, so that of an expression in parentheses includes them.
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
            made.put(product, expression(product));
            product.operands = List.of();
            product.operators = List.of();
            product.children = null;
        } else if (context instanceof FactorContext factor
                && parent instanceof ProductContext product
                && !product.operators.isEmpty()) {
            made.put(factor, expression(factor));
            factor.children = null;
        } else if (context instanceof ExpressionContext element
                && parent instanceof PrimaryContext
                && parent.start.getType() == OPEN_BRACKET) {
            made.put(element, expression(element));
            element.children = null;
        }
    }

    Span span(ParserRuleContext context) {
        return new Span(source, context.start.getStartIndex(), context.stop.getStopIndex() + 1);
    }

    Identifier identifier(Token token) {
        return new Identifier(token.getText(), Tokens.span(source, token));
    }

    /** What the context holds: of levels with one operand, the innermost says what it is. */
    private Expression expression(ParserRuleContext context, Span span) {
        ParserRuleContext level = context;
        Expression known = made.remove(level);
        while (known == null && level.getChildCount() == 1 && level.getChild(0) instanceof ParserRuleContext only) {
            level = only;
            known = made.remove(level);
        }
        if (known != null) {
            return known;
        }
        return switch (level.getRuleIndex()) {
            case RULE_choice -> choice((ChoiceContext) level, span);
            case RULE_disjunction -> new Expression.Logical(false, each(((DisjunctionContext) level).operands), span);
            case RULE_conjunction -> new Expression.Logical(true, each(((ConjunctionContext) level).operands), span);
            case RULE_negation -> new Expression.Not(expression(((NegationContext) level).negation()), span);
            case RULE_comparison -> comparison((ComparisonContext) level, span);
            case RULE_sum -> chain(((SumContext) level).operands, ((SumContext) level).operators, span);
            case RULE_product -> chain(((ProductContext) level).operands, ((ProductContext) level).operators, span);
            case RULE_factor -> new Expression.Negate(expression(((FactorContext) level).factor()), span);
            case RULE_binder -> binder((BinderContext) level, span);
            case RULE_power -> power((PowerContext) level, span);
            case RULE_exponent -> new Expression.Negate(expression(((ExponentContext) level).exponent()), span);
            case RULE_postfix -> subscripted((PostfixContext) level, span);
            case RULE_primary -> primary((PrimaryContext) level, span);
            default -> throw new CompilerBug("parse", "no expression: " + level.getText());
        };
    }

    Expression expression(ParserRuleContext context) {
        return expression(context, span(context));
    }

    List<Expression> each(List<? extends ParserRuleContext> contexts) {
        return contexts.stream().map(this::expression).toList();
    }

    private Expression choice(ChoiceContext context, Span span) {
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < context.conditions.size(); i++) {
            branches.add(new Branch(expression(context.conditions.get(i)), expression(context.branches.get(i))));
        }
        return new Expression.If(branches, expression(context.otherwise), span);
    }

    private Expression comparison(ComparisonContext context, Span span) {
        List<Expression.Test> tests = new ArrayList<>();
        for (int i = 0; i < context.operators.size(); i++) {
            tests.add(new Expression.Test(relation(context.operators.get(i)), expression(context.operands.get(i + 1))));
        }
        return new Expression.Comparison(expression(context.operands.get(0)), tests, span);
    }

    private Expression chain(List<? extends ParserRuleContext> operands, List<Token> operators, Span span) {
        List<Link> links = new ArrayList<>(operators.size());
        for (int i = 0; i < operators.size(); i++) {
            links.add(link(operators.get(i), expression(operands.get(i + 1))));
        }
        return new Chain(expression(operands.get(0)), links, span);
    }

    private Link link(Token operator, Expression operand) {
        return new Link(operator(operator), Tokens.span(source, operator), operand);
    }

    private Expression binder(BinderContext context, Span span) {
        BindingContext binding = context.binding();
        Expression body = null;
        if (context.product() != null) {
            body = expression(context.product());
        } else if (context.power() != null) {
            body = expression(context.power());
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
                context.limit == null ? null : expression(context.limit));
    }

    RangeExpression range(RangeContext context) {
        return context.operator == null
                ? new RangeExpression.Extent(expression(context.from), span(context))
                : between(expression(context.from), context.operator, context.to, span(context));
    }

    private RangeExpression.Between between(Expression from, Token operator, SumContext to, Span span) {
        return new RangeExpression.Between(from, expression(to), operator.getType() == THROUGH, span);
    }

    private Expression power(PowerContext context, Span span) {
        return new Expression.Power(expression(context.postfix()), expression(context.exponent()), span);
    }

    private Expression subscripted(PostfixContext context, Span span) {
        return new Expression.Subscripted(
                expression(context.primary()),
                context.subscript().stream().map(this::subscript).toList(),
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
            default -> new Expression.ArrayLiteral(each(context.elements), span);
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
                : new Expression.Call(identifier(context.start), each(arguments.expression()), span);
    }

    /** A call that stands by itself. */
    Expression.Call call(Token function, ArgumentsContext arguments) {
        Identifier name = identifier(function);
        return new Expression.Call(
                name, each(arguments.expression()), name.span().to(span(arguments)));
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
