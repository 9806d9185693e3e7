package dev.costate.compiler.check;

import dev.costate.compiler.ir.Tensor;
import dev.costate.compiler.model.Domain;
import dev.costate.compiler.names.Reporter;
import dev.costate.compiler.names.Signature;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.names.Symbols;
import dev.costate.compiler.sizes.Signatures;
import dev.costate.compiler.source.Span;
import dev.costate.compiler.syntax.Declaration;
import dev.costate.compiler.syntax.DomainExpression;
import dev.costate.compiler.syntax.Expression;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Warns of bare params that are handed to a parameter with bounds, where no domain keeps them between these. What a
 * function hands on is not looked at, nor is what is computed of params.
 */
final class ArgumentBounds {
    private final Symbols symbols;
    private final Map<Tensor, Domain> domains;
    private final Reporter reporter;
    private final Set<Symbol> told = new HashSet<>();

    ArgumentBounds(Symbols symbols, Map<Tensor, Domain> domains, Reporter reporter) {
        this.symbols = symbols;
        this.domains = domains;
        this.reporter = reporter;
    }

    /** Warns once of each param. */
    void check() {
        for (Symbol symbol : symbols.all()) {
            for (Declaration.Equation equation : symbol.equations()) {
                Deque<Expression> open = new ArrayDeque<>();
                open.push(equation.value());
                while (!open.isEmpty()) {
                    Expression e = open.pop();
                    if (e instanceof Expression.Call call) {
                        call(call);
                    }
                    List<Expression> children = e.children();
                    for (int k = children.size() - 1; k >= 0; k--) {
                        open.push(children.get(k));
                    }
                }
            }
        }
    }

    private void call(Expression.Call call) {
        Symbol function = symbols.find(call.name().name());
        Signature signature = function == null ? null : function.signature();
        if (signature == null || signature.arity() != call.arguments().size()) {
            return;
        }
        for (int k = 0; k < signature.arity(); k++) {
            DomainExpression wanted = signature.at(k).domain();
            Symbol param = wanted == null ? null : param(call.arguments().get(k));
            Tensor tensor = param == null ? null : param.tensor();
            if (wanted == null || param == null || tensor == null || keeps(domains.get(tensor), wanted)) {
                continue;
            }
            if (told.add(param)) {
                Span argument = call.arguments().get(k).span();
                reporter.report(CallMessages.argumentOutside(call, signature.at(k), wanted, param, tensor, argument));
            }
        }
    }

    /** The param that an argument is, or is an element or a slice of. */
    private @Nullable Symbol param(Expression argument) {
        Expression base = argument instanceof Expression.Subscripted subscripted ? subscripted.base() : argument;
        Symbol symbol = base instanceof Expression.Name name ? symbols.find(name.name()) : null;
        return symbol != null && symbol.kind() == Symbol.Kind.PARAM ? symbol : null;
    }

    /** Whether elements stay where they are wanted; an end of a range is not told from what is next to it. */
    private static boolean keeps(@Nullable Domain domain, DomainExpression wanted) {
        Expression lower = wanted.lower();
        Expression upper = wanted.upper();
        return (lower == null || least(domain) >= number(lower)) && (upper == null || most(domain) <= number(upper));
    }

    private static double number(Expression bound) {
        return Objects.requireNonNull(Signatures.number(bound));
    }

    /** The bound below; one that is computed is taken for right. */
    private static double least(@Nullable Domain domain) {
        if (domain == null) {
            return Double.NEGATIVE_INFINITY;
        } else if (domain.lower() != null) {
            return domain.lower() instanceof Domain.Bound.Known known ? known.value() : Double.POSITIVE_INFINITY;
        }
        return switch (domain.kind()) {
            case SIMPLEX, POSITIVE_ORDERED -> 0;
            case UNIT, CHOLESKY_CORRELATION -> -1;
            default -> Double.NEGATIVE_INFINITY;
        };
    }

    private static double most(@Nullable Domain domain) {
        if (domain == null) {
            return Double.POSITIVE_INFINITY;
        } else if (domain.upper() != null) {
            return domain.upper() instanceof Domain.Bound.Known known ? known.value() : Double.NEGATIVE_INFINITY;
        }
        return switch (domain.kind()) {
            case SIMPLEX, UNIT, CHOLESKY_CORRELATION -> 1;
            default -> Double.POSITIVE_INFINITY;
        };
    }
}
