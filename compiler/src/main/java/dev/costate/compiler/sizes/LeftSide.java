package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The left side of an equation: which elements it defines, in which indices. */
public final class LeftSide {
    private final Context context;
    private final Symbol symbol;
    private final Declaration.Equation equation;
    private final Scope scope;
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    private LeftSide(Context context, Symbol symbol, Declaration.Equation equation, Scope scope) {
        this.scope = scope;
        this.context = context;
        this.symbol = symbol;
        this.equation = equation;
    }

    /** The equation with its indices and what their clauses state; null if the left side is in error. */
    public static @Nullable EquationPart read(
            Context context, Symbol symbol, Declaration.Equation equation, Scope scope) {
        return new LeftSide(context, symbol, equation, scope).read();
    }

    private @Nullable EquationPart read() {
        equation.subscripts().forEach(this::bind);
        scope.indices().putAll(variables);
        List<Poly> subscripts = new ArrayList<>();
        boolean right = true;
        for (Expression subscript : equation.subscripts()) {
            Poly poly = new IntegerExpressions(context).poly(subscript, scope, "a subscript on the left");
            right &= poly != null && isAccepted(poly, subscript);
            subscripts.add(poly == null ? Poly.ZERO : poly);
        }
        for (Declaration.IndexRange range : equation.ranges()) {
            right &= state(range);
        }
        scope.indices().clear();
        return right ? new EquationPart(symbol, equation, variables, subscripts, scope) : null;
    }

    /** Makes indices of the names in a subscript that are not those of sizes and constants. */
    private void bind(Expression e) {
        if (e instanceof Expression.Name name) {
            Symbol declared = context.symbols().find(name.name());
            boolean size = scope.integers().containsKey(name.name())
                    || (declared != null
                            && (declared.kind() == Symbol.Kind.DIM || declared.kind() == Symbol.Kind.CONST));
            if (!size && !variables.containsKey(name.name())) {
                Identifier identifier = new Identifier(name.name(), name.span());
                variables.put(name.name(), Inference.variable(identifier, Map.of(), scope, context));
            }
        } else if (e instanceof Expression.Subscripted element && element.base() instanceof Expression.Name) {
            element.subscripts().forEach(subscript -> subscript.children().forEach(this::bind));
        } else if (!(e instanceof Expression.Call)) {
            e.children().forEach(this::bind);
        }
    }

    private boolean isAccepted(Poly poly, Expression subscript) {
        List<Variable> own = variables.values().stream()
                .filter(variable -> poly.indices().contains(variable.index))
                .toList();
        boolean shifted = own.size() == 1 && poly.minus(own.get(0).poly()).isConstant();
        boolean size = own.isEmpty() && poly.atoms().stream().allMatch(this::isOfSizes);
        if (shifted || size) {
            return true;
        }
        context.reporter().report(LeftMessages.notPlain(symbol, subscript));
        return false;
    }

    /** Whether it is a dim, or what a size of the function is made of: that may be an index of a caller. */
    private boolean isOfSizes(Atom atom) {
        return atom instanceof Atom.Dim
                || scope.integers().values().stream()
                        .anyMatch(size -> size.atoms().contains(atom));
    }

    private boolean state(Declaration.IndexRange range) {
        Variable variable = variables.get(range.index().name());
        if (variable == null) {
            context.reporter().report(LeftMessages.noIndex(range.index(), symbol, equation, variables.keySet()));
            return false;
        }
        if (variable.stated != null) {
            context.reporter().report(LeftMessages.statedTwice(range.index()));
            return false;
        }
        variable.stated = range.range();
        return true;
    }
}
