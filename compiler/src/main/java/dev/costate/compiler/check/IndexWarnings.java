package dev.costate.compiler.check;

import dev.costate.compiler.model.Term;
import dev.costate.compiler.names.Builtins;
import dev.costate.compiler.names.Symbol;
import dev.costate.compiler.sizes.Context;
import dev.costate.compiler.sizes.EquationPart;
import dev.costate.compiler.sizes.Variable;
import dev.costate.compiler.syntax.Expression;
import dev.costate.compiler.syntax.Expression.Chain;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Warns of indices that what stands under them does not use. */
final class IndexWarnings {
    /**
     * Those where a factor without the index counts once for each of its values, or changes sign and size of what is
     * compared.
     */
    private static final Set<Term.Binder> SENSITIVE =
            EnumSet.of(Term.Binder.PROD, Term.Binder.MAX, Term.Binder.MIN, Term.Binder.LOGSUMEXP, Term.Binder.NORM);

    private final Context context;

    IndexWarnings(Context context) {
        this.context = context;
    }

    void check(Expression.Binder e, Term.Binder binder, List<Variable> variables) {
        boolean unused = false;
        for (Variable variable : variables) {
            if (!variable.isMentioned() && (e.body() == null || !isConstant(e.body()))) {
                unused = true;
                context.reporter().report(BinderMessages.unused(e, variable.name()));
            }
        }
        if (!unused
                && SENSITIVE.contains(binder)
                && e.body() instanceof Chain chain
                && !isParenthesised(chain)
                && !chain.rest().get(0).operator().additive()) {
            List<Expression> factors = new ArrayList<>(List.of(chain.first()));
            chain.rest().forEach(link -> factors.add(link.operand()));
            factors.stream()
                    .filter(f -> variables.stream()
                            .noneMatch(v -> mentions(f, v.name().name())))
                    .forEach(f -> context.reporter()
                            .report(BinderMessages.factorWithoutIndex(
                                    e, variables.get(0).name(), f)));
        }
    }

    /** An index on the left of an equation that its value does not use: all elements along it are equal. */
    void checkLeft(EquationPart part) {
        Expression value = part.equation().value();
        for (Variable variable : part.variables().values()) {
            if (!mentions(value, variable.name().name()) && !isConstant(value)) {
                context.reporter().report(BinderMessages.unusedOnLeft(variable.name(), part.symbol()));
            }
        }
    }

    void checkSoftmax(Expression.Binder e, Expression body, Variable variable) {
        if (!mentions(body, variable.name().name()) && !isConstant(body)) {
            context.reporter().report(BinderMessages.unused(e, variable.name()));
        }
    }

    /** Whether it has parentheses of its own, which are part of its span. */
    private static boolean isParenthesised(Chain chain) {
        return chain.span().start() < chain.first().span().start();
    }

    static boolean mentions(Expression e, String index) {
        if (e instanceof Expression.Name name) {
            return name.name().equals(index);
        }
        return e.children().stream().anyMatch(c -> mentions(c, index));
    }

    /** Whether it names any of these. */
    static boolean mentionsAny(Expression e, Set<String> names) {
        return names.stream().anyMatch(name -> mentions(e, name));
    }

    /** Whether it is made of literals and constants only. */
    private boolean isConstant(Expression e) {
        if (e instanceof Expression.Name name) {
            Symbol symbol = context.symbols().find(name.name());
            return symbol == null ? Builtins.constant(name.name()) != null : symbol.kind() == Symbol.Kind.CONST;
        }
        return e.children().stream().allMatch(this::isConstant);
    }
}
