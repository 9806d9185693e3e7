package dev.costate.compiler.names;

import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.RangeExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The names that a declaration mentions, without its indices and parameters. */
public final class FreeNames {
    /** A name where it is used. */
    public record Mention(String name, Span span) {}

    private final List<Mention> found = new ArrayList<>();
    private final Set<String> bound = new HashSet<>();

    /** Whether a condition holds, if that is decided. */
    private final Function<Expression, @Nullable Boolean> decided;

    private FreeNames(Function<Expression, @Nullable Boolean> decided) {
        this.decided = decided;
    }

    public static List<Mention> of(Declaration declaration, Symbols symbols) {
        return of(declaration, symbols, condition -> null);
    }

    /** Those in branches that are not decided against. */
    public static List<Mention> of(
            Declaration declaration, Symbols symbols, Function<Expression, @Nullable Boolean> decided) {
        FreeNames mentions = new FreeNames(decided);
        mentions.declaration(declaration, symbols);
        return mentions.found;
    }

    /** Those in an expression. */
    public static List<Mention> of(Expression expression) {
        FreeNames mentions = new FreeNames(condition -> null);
        mentions.walk(expression);
        return mentions.found;
    }

    private void declaration(Declaration declaration, Symbols symbols) {
        declaration.accept(new Parts(symbols));
    }

    /** Walks what a declaration consists of. The equations of blocks and calls are declarations of their own. */
    private final class Parts implements Declaration.Visitor {
        private final Symbols symbols;

        Parts(Symbols symbols) {
            this.symbols = symbols;
        }

        @Override
        public void visit(Declaration.Import declaration) {
            // Names files only.
        }

        @Override
        public void visit(Declaration.Dim dim) {
            optional(dim.atLeast());
            optional(dim.value());
        }

        @Override
        public void visit(Declaration.Const constant) {
            constant.axes().forEach(FreeNames.this::walk);
            walk(constant.value());
            type(constant.type());
        }

        @Override
        public void visit(Declaration.Input input) {
            input.axes().forEach(FreeNames.this::walk);
            optional(input.defaultValue());
            type(input.type());
        }

        @Override
        public void visit(Declaration.Noise noise) {
            noise.axes().forEach(FreeNames.this::walk);
        }

        @Override
        public void visit(Declaration.Function function) {
            function(function, symbols);
        }

        @Override
        public void visit(Declaration.Equation equation) {
            equation(equation, symbols);
        }

        @Override
        public void visit(Declaration.Results results) {
            // Its equations are walked.
        }

        @Override
        public void visit(Declaration.ForBlock block) {
            // Its equations are walked.
        }

        @Override
        public void visit(Declaration.Derive derive) {
            // Reads nothing: it is no definition.
        }
    }

    private void type(Declaration.Type type) {
        if (type instanceof Declaration.Type.IndexInto into) {
            walk(into.size());
        }
    }

    /** The names of sizes are the function's own, unless they are those of constants. */
    private void function(Declaration.Function function, Symbols symbols) {
        List<Declaration.Equation> equations = Symbols.equations(function.body());
        for (Declaration.Parameter parameter : function.parameters()) {
            bound.add(parameter.name().name());
            for (Expression axis : parameter.axes()) {
                if (axis instanceof Expression.Name name && !isConstant(name.name(), symbols)) {
                    bound.add(name.name());
                }
            }
        }
        equations.forEach(e -> bound.add(e.name().name()));
        function.parameters().forEach(p -> p.axes().forEach(this::walk));
        function.results().forEach(r -> r.axes().forEach(this::walk));
        optional(function.value());
        for (Declaration.Equation equation : equations) {
            Set<String> own = new HashSet<>(bound);
            equation(equation, symbols);
            bound.retainAll(own);
        }
    }

    private static boolean isConstant(String name, Symbols symbols) {
        Symbol symbol = symbols.find(name);
        return symbol != null && symbol.declaration() instanceof Declaration.Dim dim && dim.value() != null;
    }

    private void equation(Declaration.Equation equation, Symbols symbols) {
        for (Expression subscript : equation.subscripts()) {
            left(subscript, symbols);
        }
        for (Declaration.IndexRange range : equation.ranges()) {
            range(range.range());
            bound.add(range.index().name());
        }
        walk(equation.value());
    }

    /** A name on the left that is no size is an index. */
    private void left(Expression subscript, Symbols symbols) {
        if (subscript instanceof Expression.Name name && isIndex(name.name(), symbols)) {
            bound.add(name.name());
        } else if (subscript instanceof Expression.Name) {
            walk(subscript);
        } else {
            subscript.children().forEach(part -> left(part, symbols));
        }
    }

    private static boolean isIndex(String name, Symbols symbols) {
        Symbol symbol = symbols.find(name);
        return symbol == null || (symbol.kind() != Symbol.Kind.DIM && symbol.kind() != Symbol.Kind.CONST);
    }

    private void optional(@Nullable Expression expression) {
        if (expression != null) {
            walk(expression);
        }
    }

    private void add(String name, Span span) {
        if (!bound.contains(name)) {
            found.add(new Mention(name, span));
        }
    }

    private void range(@Nullable RangeExpression range) {
        if (range instanceof RangeExpression.Extent extent) {
            walk(extent.size());
        } else if (range instanceof RangeExpression.Between between) {
            walk(between.from());
            walk(between.to());
        }
    }

    private void walk(Expression e) {
        if (e instanceof Expression.Name name) {
            add(name.name(), name.span());
        } else if (e instanceof Expression.Call call) {
            add(call.name().name(), call.name().span());
            call.arguments().forEach(this::walk);
        } else if (e instanceof Expression.Subscripted subscripted) {
            subscripted(subscripted);
        } else if (e instanceof Expression.Binder binder) {
            binder(binder);
        } else if (e instanceof Expression.If choice) {
            choice(choice);
        } else {
            e.children().forEach(this::walk);
        }
    }

    private void choice(Expression.If choice) {
        for (Expression.Branch branch : choice.branches()) {
            Boolean holds = decided.apply(branch.condition());
            walk(branch.condition());
            if (holds == null || holds) {
                walk(branch.value());
            }
            if (holds != null && holds) {
                return;
            }
        }
        walk(choice.otherwise());
    }

    private void subscripted(Expression.Subscripted e) {
        if (e.base() instanceof Expression.Name name) {
            add(name.name(), e.span());
        } else {
            walk(e.base());
        }
        e.subscripts().forEach(subscript -> subscript.children().forEach(this::walk));
    }

    private void binder(Expression.Binder binder) {
        List<String> added = new ArrayList<>();
        boolean binds = !Builtins.normalizes(binder.name().name());
        for (Expression.BoundIndex index : binder.indices()) {
            range(index.range());
            optional(index.limit());
            String name = index.name().name();
            if (binds && bound.add(name)) {
                added.add(name);
            }
        }
        optional(binder.where());
        optional(binder.body());
        added.forEach(bound::remove);
    }
}
