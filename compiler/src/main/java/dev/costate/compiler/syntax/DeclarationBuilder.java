package dev.costate.compiler.syntax;

import static dev.costate.grammar.ModelGrammarParser.*;

import dev.costate.compiler.source.SourceFile;
import dev.costate.compiler.source.Span;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Makes a declaration of the parser's. What blocks hold is parsed apart and handed in. */
final class DeclarationBuilder {
    private final SourceFile source;
    private final @Nullable String doc;
    private final List<Declaration> body;
    private final ExpressionBuilder expressions;

    DeclarationBuilder(SourceFile source, @Nullable String doc, List<Declaration> body) {
        this.source = source;
        this.doc = doc;
        this.body = List.copyOf(body);
        this.expressions = new ExpressionBuilder(source);
    }

    /** See {@link ExpressionBuilder#listener}. */
    ParseTreeListener listener() {
        return expressions.listener();
    }

    Declaration declaration(DeclarationContext context) {
        Span span = expressions.span(context);
        if (context.importDeclaration() != null) {
            return new Declaration.Import(identifiers(context.importDeclaration().path), span);
        }
        if (context.dimDeclaration() != null) {
            return dim(context.dimDeclaration(), span);
        }
        if (context.constDeclaration() != null) {
            return constant(context.constDeclaration(), span);
        }
        if (context.inputDeclaration() != null) {
            return input(context.inputDeclaration(), span);
        }
        if (context.noiseDeclaration() != null) {
            NoiseDeclarationContext noise = context.noiseDeclaration();
            Identifier name = name(noise.NAME().getSymbol());
            return new Declaration.Noise(name, axes(noise.axes()), noise.UNIFORM() != null, doc, span);
        }
        if (context.functionDeclaration() != null) {
            return function(context.functionDeclaration(), span);
        }
        return context.statement() != null ? statement(context.statement()) : derive(context.deriveDeclaration(), span);
    }

    private Declaration dim(DimDeclarationContext context, Span span) {
        return new Declaration.Dim(
                name(context.NAME().getSymbol()),
                context.atLeast == null ? null : expressions.expression(context.atLeast),
                context.value == null ? null : expressions.expression(context.value),
                doc,
                span);
    }

    private Declaration constant(ConstDeclarationContext context, Span span) {
        return new Declaration.Const(
                name(context.NAME().getSymbol()),
                axes(context.axes()),
                type(context.type()),
                expressions.expression(context.expression()),
                doc,
                span);
    }

    private Declaration input(InputDeclarationContext context, Span span) {
        return new Declaration.Input(
                context.kind.getType() == PARAM,
                name(context.NAME().getSymbol()),
                axes(context.axes()),
                type(context),
                domain(context.domain()),
                context.expression() == null ? null : expressions.expression(context.expression()),
                doc,
                span);
    }

    /** Index data has its type by what looks like the start of an interval. */
    private Declaration.Type type(InputDeclarationContext context) {
        DomainContext domain = context.domain();
        if (domain != null && domain.from != null && domain.to == null) {
            return new Declaration.Type.IndexInto(expressions.expression(domain.from), expressions.span(domain));
        }
        TerminalNode integer = context.INT();
        return integer == null
                ? new Declaration.Type.Real()
                : new Declaration.Type.Int(Tokens.span(source, integer.getSymbol()));
    }

    private @Nullable DomainExpression domain(@Nullable DomainContext context) {
        if (context == null || (context.from != null && context.to == null)) {
            return null;
        }
        Span span = expressions.span(context);
        if (context.relation != null) {
            DomainExpression.Kind relation =
                    Objects.requireNonNull(DomainExpression.Kind.of(context.relation.getText()));
            return new DomainExpression(relation, List.of(expressions.expression(context.bound)), span);
        } else if (context.from != null) {
            return new DomainExpression(
                    DomainExpression.Kind.INTERVAL,
                    List.of(expressions.expression(context.from), expressions.expression(context.to)),
                    span);
        }
        String words = context.word.stream().map(Token::getText).collect(Collectors.joining(" "));
        return new DomainExpression(Objects.requireNonNull(DomainExpression.Kind.of(words)), List.of(), span);
    }

    private Declaration function(FunctionDeclarationContext context, Span span) {
        return new Declaration.Function(
                name(context.NAME().getSymbol()),
                context.parameter().stream().map(this::parameter).toList(),
                context.results() == null ? List.of() : results(context.results()),
                context.expression() == null ? null : expressions.expression(context.expression()),
                body,
                doc,
                span);
    }

    private Declaration.Parameter parameter(ParameterContext context) {
        return new Declaration.Parameter(
                name(context.start), axes(context.axes()), domain(context.domain()), context.takes.size());
    }

    private List<Declaration.Target> results(ResultsContext context) {
        return context.target() != null ? List.of(target(context.target())) : targets(context.targets());
    }

    private List<Declaration.Target> targets(TargetsContext context) {
        return context.target().stream().map(this::target).toList();
    }

    private Declaration.Target target(TargetContext context) {
        return new Declaration.Target(name(context.start), axes(context.axes()));
    }

    Declaration statement(StatementContext context) {
        Span span = expressions.span(context);
        if (context.forBlock() != null) {
            return new Declaration.ForBlock(ranges(context.forBlock().indexRange()), body, span);
        }
        EquationContext equation = context.equation();
        boolean output = equation.kind.getType() == OUTPUT;
        List<Declaration.IndexRange> ranges = ranges(equation.indexRange());
        if (equation.targets() != null) {
            Expression.Call call = expressions.call(equation.function, equation.arguments());
            return new Declaration.Results(output, targets(equation.targets()), call, ranges, doc, span);
        }
        Declaration.Target target = target(equation.target());
        Expression value = expressions.expression(equation.expression());
        boolean integer = equation.INT() != null;
        return new Declaration.Equation(output, target.name(), target.axes(), integer, value, ranges, doc, span);
    }

    private Declaration derive(DeriveDeclarationContext context, Span span) {
        return new Declaration.Derive(
                context.kind.stream().map(Token::getText).collect(Collectors.joining(" ")),
                name(context.output),
                identifiers(context.wrt),
                context.option().stream().map(this::option).toList(),
                span);
    }

    private Declaration.Option option(OptionContext context) {
        return new Declaration.Option(context.word.getText(), context.value.getText(), expressions.span(context));
    }

    private List<Declaration.IndexRange> ranges(List<IndexRangeContext> contexts) {
        return contexts.stream()
                .map(c -> new Declaration.IndexRange(name(c.start), expressions.range(c.range())))
                .toList();
    }

    private Declaration.Type type(@Nullable TypeContext context) {
        if (context == null) {
            return new Declaration.Type.Real();
        }
        Span span = expressions.span(context);
        return context.sum() == null
                ? new Declaration.Type.Int(span)
                : new Declaration.Type.IndexInto(expressions.expression(context.sum()), span);
    }

    private List<Expression> axes(@Nullable AxesContext context) {
        return context == null ? List.of() : expressions.each(context.axis);
    }

    private List<Identifier> identifiers(List<Token> tokens) {
        return tokens.stream().map(this::name).toList();
    }

    private Identifier name(Token token) {
        return new Identifier(token.getText(), Tokens.span(source, token));
    }
}
