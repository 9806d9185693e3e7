package dev.costate.compiler.sizes;

import dev.costate.compiler.ir.Atom;
import dev.costate.compiler.ir.Poly;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.Declaration.Parameter;
import dev.costate.compiler.syntax.DomainExpression;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Identifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that the sizes of a function follow from its arguments. */
public final class Signatures {
    private final Symbol symbol;
    private final Declaration.Function function;
    private final Context context;
    private final Map<String, Span> sizes = new LinkedHashMap<>();

    private Signatures(Symbol symbol, Context context) {
        this.symbol = symbol;
        this.function = (Declaration.Function) symbol.declaration();
        this.context = context;
        for (Parameter parameter : function.parameters()) {
            parameter.axes().stream()
                    .filter(this::isName)
                    .forEach(a -> sizes.putIfAbsent(((Expression.Name) a).name(), a.span()));
        }
    }

    /** Finds the signature of a function; whether it is right. */
    public static boolean declare(Symbol symbol, Context context) {
        Signatures signatures = new Signatures(symbol, context);
        boolean names = signatures.hasNames();
        boolean right = signatures.hasSizes() && names && signatures.hasBounds();
        if (right) {
            symbol.define(new Signature(signatures.function, signatures.sizes));
        }
        return right;
    }

    /** The size of an axis by those of the names; some size where that is none. */
    public static Poly size(Expression axis, Map<String, Poly> sizes, Context context) {
        Poly size = new IntegerExpressions(context).poly(axis, scope(sizes), "a size");
        return size == null ? Poly.of(new Atom.Dim(axis.span().text())) : size;
    }

    private boolean isName(Expression axis) {
        if (!(axis instanceof Expression.Name name)) {
            return false;
        }
        Symbol declared = context.symbols().find(name.name());
        return declared == null
                || declared.kind() != Symbol.Kind.DIM
                || declared.size() == null
                || !declared.size().isConstant();
    }

    private boolean hasNames() {
        boolean right = true;
        Map<String, Span> names = new LinkedHashMap<>();
        for (Parameter parameter : function.parameters()) {
            Identifier name = parameter.name();
            Span first = names.putIfAbsent(name.name(), name.span());
            Span size = sizes.get(name.name());
            if (first != null) {
                context.reporter().report(SizeMessages.twoParameters(symbol, name, first));
            } else if (size != null) {
                context.reporter().report(SizeMessages.parameterAndSize(symbol, name, size));
            }
            right &= first == null && size == null;
        }
        return right;
    }

    /** Whether bounds are numbers, since a signature knows no others. */
    private boolean hasBounds() {
        for (Parameter parameter : function.parameters()) {
            DomainExpression domain = parameter.domain();
            if (domain != null && domain.bounds().stream().anyMatch(bound -> number(bound) == null)) {
                context.reporter().report(SizeMessages.boundOfParameter(parameter, domain.span()));
                return false;
            }
        }
        return true;
    }

    /** A bound of a parameter, or null if it is no number. */
    public static @Nullable Double number(Expression bound) {
        if (bound instanceof Expression.Negate negative) {
            Double operand = number(negative.operand());
            return operand == null ? null : Double.valueOf(-operand);
        }
        return bound instanceof Expression.Literal literal ? Double.valueOf(literal.text()) : null;
    }

    /** Whether every size follows from the arguments. */
    private boolean hasSizes() {
        Map<String, Poly> any = new LinkedHashMap<>();
        sizes.keySet().forEach(name -> any.put(name, Poly.ONE));
        boolean right = true;
        for (Parameter parameter : function.parameters()) {
            for (Expression axis : parameter.axes()) {
                right &= isName(axis) || follows(axis, any);
            }
        }
        function.parameters().stream()
                .filter(p -> !p.isFunction())
                .forEach(p -> any.putIfAbsent(p.name().name(), Poly.ONE));
        for (Declaration.Target result : function.results()) {
            for (Expression axis : result.axes()) {
                right &= follows(axis, any);
            }
        }
        return right;
    }

    private boolean follows(Expression axis, Map<String, Poly> known) {
        if (axis instanceof Expression.Name name && !known.containsKey(name.name())) {
            Symbol declared = context.symbols().find(name.name());
            if (declared == null || declared.kind() != Symbol.Kind.DIM || isName(axis)) {
                context.reporter().report(SizeMessages.unknown(symbol, name));
                return false;
            }
        }
        boolean right = true;
        for (Expression part : axis.children()) {
            right &= follows(part, known);
        }
        return right && (axis instanceof Expression.Name || isInteger(axis, known));
    }

    private boolean isInteger(Expression axis, Map<String, Poly> known) {
        return !axis.children().isEmpty() || new IntegerExpressions(context).poly(axis, scope(known), "a size") != null;
    }

    /** What a formula in a signature can name. */
    static Scope scope(Map<String, Poly> known) {
        return new Scope(Scope.Sees.FUNCTION, Map.of(), known, List.of(), 0);
    }
}
